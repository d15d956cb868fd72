"""Where sentences and paragraphs end."""

import pytest

from sktopics._boundaries import split_paragraphs, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He left... then came back.", ["He left... then came back."]),
        ("Wait… What?! Yes.", ["Wait…", "What?!", "Yes."]),
        ('He said "No." She left.', ['He said "No."', "She left."]),
        ("«Где?» Там. Здесь.", ["«Где?»", "Там.", "Здесь."]),
        ("(All of it.) Then more.", ["(All of it.)", "Then more."]),
        ("Dr. Smith met J. P. Morgan.", ["Dr. Smith met J. P. Morgan."]),
        ("The U.S. Senate sat. It rose.", ["The U.S. Senate sat.", "It rose."]),
        ("Animals, e.g. Cats. Dogs.", ["Animals, e.g. Cats.", "Dogs."]),
        ("Version 3.5 costs $1.20 now.", ["Version 3.5 costs $1.20 now."]),
        ("In 1945. 12 men came.", ["In 1945.", "12 men came."]),
        ("See www.example.com. Now.", ["See www.example.com.", "Now."]),
        ("¿Qué? ¡Nada! Él se fue.", ["¿Qué?", "¡Nada!", "Él se fue."]),
        ("Das ist z.B. Wien. Schön.", ["Das ist z.B. Wien.", "Schön."]),
        ("我来了。你呢？好！", ["我来了。", "你呢？", "好！"]),
        ("彼は「行く。」と言った。", ["彼は「行く。」", "と言った。"]),
        ("هل هذا؟ نعم۔ لا.", ["هل هذا؟", "نعم۔", "لا."]),
        ("यह है। वह था।", ["यह है।", "वह था।"]),
        ("A title\n\nand small text.", ["A title", "and small text."]),
        ("One line.\nAnother line.", ["One line.", "Another line."]),
        ("См. ул. Ленина. Там дом.", ["См. ул. Ленина.", "Там дом."]),
        ("Это РФ, т. е. Россия. Да.", ["Это РФ, т. е. Россия.", "Да."]),
        ("Хлеб и т. д. Потом чай.", ["Хлеб и т. д.", "Потом чай."]),
        ("Соль и т.п. Он и др. Все.", ["Соль и т.п.", "Он и др.", "Все."]),
        ("Хлеб и т. д. в доме.", ["Хлеб и т. д. в доме."]),
        ("Жил в г. Москва. Один.", ["Жил в г. Москва.", "Один."]),
        ("Писал А. С. Пушкин. Много.", ["Писал А. С. Пушкин.", "Много."]),
        ("Это был я. Он ушёл.", ["Это был я.", "Он ушёл."]),
        ("Рост 10 см. Вес мал.", ["Рост 10 см.", "Вес мал."]),
        ("В 1941–1945 гг. Берлин. И всё.", ["В 1941–1945 гг. Берлин.", "И всё."]),
        (
            "См. рис. 3. Ели рис. Потом спали.",
            ["См. рис. 3.", "Ели рис.", "Потом спали."],
        ),
        ("Я помог им. Потом ушёл.", ["Я помог им.", "Потом ушёл."]),
        ("МГУ им. Ломоносова. Да.", ["МГУ им. Ломоносова.", "Да."]),
        ("Театр им. Чехова. Да.", ["Театр им. Чехова.", "Да."]),
        ("Law No. 5. It said no. Good.", ["Law No. 5.", "It said no.", "Good."]),
        ("On Sept. 11, 2001. Then war.", ["On Sept. 11, 2001.", "Then war."]),
        ("Es gibt z. B. Wien. Schön.", ["Es gibt z. B. Wien.", "Schön."]),
        ("Am 3. Oktober 1990. Danach.", ["Am 3. Oktober 1990.", "Danach."]),
        ("Rund 5 Mio. Euro. Viel.", ["Rund 5 Mio. Euro.", "Viel."]),
        ("Nr. 7, Hauptstr. 12. Da.", ["Nr. 7, Hauptstr. 12.", "Da."]),
        ("Sie ist 30. Mehr nicht.", ["Sie ist 30.", "Mehr nicht."]),
        ("M. et Mme. Curie. Paris.", ["M. et Mme. Curie.", "Paris."]),
        ("En 44 av. J.-C. Rome. Fin.", ["En 44 av. J.-C. Rome.", "Fin."]),
        ("Une ville, p. ex. Paris. Oui.", ["Une ville, p. ex. Paris.", "Oui."]),
        ("no end", ["no end"]),
        ("", [""]),
        ("...", ["..."]),
    ],
)
def test_sentences(text, sentences):
    pieces = split_sentences(text)
    assert [piece.strip() for piece in pieces] == sentences
    if "\n\n" not in text:
        assert "".join(pieces) == text


@pytest.mark.parametrize(
    "text",
    ["a. B\n\nc", "a. B\r\n\r\nc", "a. B\r\rc", "a. B\n \t\n\n\nc", "a. B\u2029c"],
)
def test_paragraphs(text):
    assert split_paragraphs(text) == ["a. B", "c"]


def test_line_ends_make_no_paragraph():
    assert len(split_paragraphs("a\nb\r\nc")) == 1
