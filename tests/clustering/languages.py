"""Corpora of five subjects in many languages, made of each language's own words."""

import zlib
from typing import NamedTuple

import numpy as np

_LENGTHS = 30, 90  # fewest and most words of documents
# Shares among words that are no function words: those of the document's subject, of any
# subject, and words that few other documents have.
_KINDS = np.array([0.4, 0.1, 0.5])
_RARE_WORDS = 2000
# How unequally documents, and subjects, use the same function words: standard
# deviations of the logarithm of their rates.
_STYLE_OF_DOCUMENTS = 0.7
_STYLE_OF_SUBJECTS = 0.3


class Language(NamedTuple):
    """Words of a language.

    Attributes
    ----------
    share : float
        About how much of a text are function words: languages with cases have fewer.
    function_words : list of str
        Those that help pages, manuals and stories have most, the most frequent first.
    subjects : list of list of str
        Fifteen words of each of space, kitchen, football, music and medicine.
    """

    share: float
    function_words: list
    subjects: list


def _language(share, function_words, *subjects):
    subjects = [words.split() for words in subjects]
    return Language(share, function_words.split(), subjects)


LANGUAGES = {
    "Czech": _language(
        0.21,
        "na se je pro nebo do jsou pokud jako které ve že to při když který být také "
        "bude může po není si ale od tato aby jejich tak více mezi za která než ze "
        "jak jen tento či by",
        "raketa měsíc planeta hvězda vesmír dráha družice dalekohled galaxie kometa "
        "posádka start astronaut slunce mise",
        "trouba mouka chléb máslo cukr sůl polévka recept pánev těsto vejce cibule "
        "mléko koření pekař",
        "míč branka brankář trenér stadion zápas hráč liga útočník obránce rozhodčí "
        "penalta pohár mužstvo gól",
        "housle klavír orchestr melodie skladatel koncert sbor píseň opera rytmus "
        "bubny dirigent nota flétna akord",
        "lékař pacient nemocnice horečka lék očkování nemoc infekce chirurg krev "
        "srdce léčba diagnóza sestra virus",
    ),
    "Dutch": _language(
        0.42,
        "de het een van en in te op is als of om met voor worden die zijn wordt deze "
        "dat niet aan naar dan door uw dit kan er uit tot ze ook moet je geen bij hun "
        "hebben maar",
        "raket maan planeet ster heelal baan satelliet telescoop melkweg komeet "
        "bemanning lancering astronaut zon missie",
        "oven meel brood boter suiker zout soep recept pan deeg ei ui melk kruiden "
        "bakker",
        "bal doel keeper trainer stadion wedstrijd speler competitie spits verdediger "
        "scheidsrechter strafschop beker ploeg doelpunt",
        "viool piano orkest melodie componist concert koor lied opera ritme trommel "
        "dirigent noot fluit akkoord",
        "arts patiënt ziekenhuis koorts medicijn inenting ziekte infectie chirurg "
        "bloed hart behandeling diagnose verpleegster virus",
    ),
    "English": _language(
        0.50,
        "the and of to in we is that you for our will it have are they be not this "
        "with on their as them from by who but or can has your he all if do those "
        "which more so an",
        "rocket moon planet star universe orbit satellite telescope galaxy comet crew "
        "launch astronaut sun mission",
        "oven flour bread butter sugar salt soup recipe pan dough egg onion milk "
        "spice baker",
        "ball goalpost goalkeeper coach stadium match player league striker defender "
        "referee penalty cup squad kick",
        "violin piano orchestra melody composer concert choir song opera rhythm drum "
        "conductor note flute chord",
        "doctor patient hospital fever drug vaccine disease infection surgeon blood "
        "heart treatment diagnosis nurse virus",
    ),
    "Finnish": _language(
        0.20,
        "ja on tai jos ei kun ovat että joka ole tämä se kuin sen jotka jossa ne olla "
        "he mutta eivät niin heidän nämä sitä tämän tässä sekä jonka tätä vaikka "
        "niitä niiden jota mukaan mikä mitä oli nyt kanssa",
        "raketti kuu planeetta tähti avaruus kiertorata satelliitti kaukoputki "
        "galaksi komeetta miehistö laukaisu astronautti aurinko lento",
        "uuni jauho leipä voi sokeri suola keitto resepti pannu taikina muna sipuli "
        "maito mauste leipuri",
        "pallo maali maalivahti valmentaja stadion ottelu pelaaja liiga hyökkääjä "
        "puolustaja tuomari rangaistuspotku pokaali joukkue syöttö",
        "viulu piano orkesteri sävel säveltäjä konsertti kuoro laulu ooppera rytmi "
        "rumpu kapellimestari nuotti huilu sointu",
        "lääkäri potilas sairaala kuume lääke rokote sairaus tulehdus kirurgi veri "
        "sydän hoito diagnoosi sairaanhoitaja virus",
    ),
    "French": _language(
        0.38,
        "de la le et est un des vous pour une en dans que qui du sur ou par il pas ne "
        "sont ce qu au nous avec leur se votre lui ont mais aux même son eux ces été "
        "elle",
        "fusée lune planète étoile univers orbite satellite télescope galaxie comète "
        "équipage lancement astronaute soleil mission",
        "four farine pain beurre sucre sel soupe recette poêle pâte oeuf oignon lait "
        "épice boulanger",
        "ballon but gardien entraîneur stade match joueur ligue attaquant défenseur "
        "arbitre penalty coupe équipe tir",
        "violon piano orchestre mélodie compositeur concert choeur chanson opéra "
        "rythme tambour chef note flûte accord",
        "médecin patient hôpital fièvre médicament vaccin maladie infection "
        "chirurgien sang coeur traitement diagnostic infirmière virus",
    ),
    "German": _language(
        0.46,
        "die der sie und in das ist den zu auf für von werden nicht mit ein eine wird "
        "es oder des im wir um dem wenn auch sind ich können als sich an diese haben "
        "aus einen einer nur kann",
        "rakete mond planet stern weltall umlaufbahn satellit fernrohr galaxie komet "
        "besatzung start astronaut sonne mission",
        "ofen mehl brot butter zucker salz suppe rezept pfanne teig ei zwiebel milch "
        "gewürz bäcker",
        "ball tor torwart trainer stadion spiel spieler liga stürmer verteidiger "
        "schiedsrichter elfmeter pokal mannschaft treffer",
        "geige klavier orchester melodie komponist konzert chor lied oper rhythmus "
        "trommel dirigent note flöte akkord",
        "arzt patient krankenhaus fieber medikament impfung krankheit infektion "
        "chirurg blut herz behandlung diagnose pfleger virus",
    ),
    "Greek": _language(
        0.37,
        "να το για και την του σε στο που είναι από με ένα τα της τον μια τις στην "
        "των σας θα εάν οι δεν ως στη όταν στον μπορεί αν αυτό μόνο έχετε έναν αυτή "
        "επίσης τους πρέπει ενός",
        "πύραυλος σελήνη πλανήτης αστέρι σύμπαν τροχιά δορυφόρος τηλεσκόπιο γαλαξίας "
        "κομήτης πλήρωμα εκτόξευση αστροναύτης ήλιος αποστολή",
        "φούρνος αλεύρι ψωμί βούτυρο ζάχαρη αλάτι σούπα συνταγή τηγάνι ζύμη αυγό "
        "κρεμμύδι γάλα μπαχαρικό αρτοποιός",
        "μπάλα τέρμα τερματοφύλακας προπονητής στάδιο αγώνας παίκτης πρωτάθλημα "
        "επιθετικός αμυντικός διαιτητής πέναλτι κύπελλο ομάδα γκολ",
        "βιολί πιάνο ορχήστρα μελωδία συνθέτης συναυλία χορωδία τραγούδι όπερα ρυθμός "
        "τύμπανο μαέστρος νότα φλάουτο συγχορδία",
        "γιατρός ασθενής νοσοκομείο πυρετός φάρμακο εμβόλιο ασθένεια λοίμωξη "
        "χειρουργός αίμα καρδιά θεραπεία διάγνωση νοσοκόμα ιός",
    ),
    "Italian": _language(
        0.34,
        "di il la un per in una le che del della non se da con sono si come nella dei "
        "delle più al questo nel gli dell questa loro su alla all cui lo uno anche "
        "degli tra ad dal",
        "razzo luna pianeta stella universo orbita satellite telescopio galassia "
        "cometa equipaggio lancio astronauta sole missione",
        "forno farina pane burro zucchero sale zuppa ricetta padella impasto uovo "
        "cipolla latte spezia panettiere",
        "pallone porta portiere allenatore stadio partita giocatore campionato "
        "attaccante difensore arbitro rigore coppa squadra gol",
        "violino pianoforte orchestra melodia compositore concerto coro canzone opera "
        "ritmo tamburo direttore nota flauto accordo",
        "medico paziente ospedale febbre farmaco vaccino malattia infezione chirurgo "
        "sangue cuore cura diagnosi infermiera virus",
    ),
    "Polish": _language(
        0.23,
        "jest do na lub nie to się aby jeśli są można dla po przez od być może że "
        "jako tylko za które jak ma gdy ta tego podczas ich także przy czy mogą który "
        "tym będzie oraz co bez niż",
        "rakieta księżyc planeta gwiazda kosmos orbita satelita teleskop galaktyka "
        "kometa załoga start astronauta słońce misja",
        "piekarnik mąka chleb masło cukier sól zupa przepis patelnia ciasto jajko "
        "cebula mleko przyprawa piekarz",
        "piłka bramka bramkarz trener stadion mecz zawodnik liga napastnik obrońca "
        "sędzia karny puchar drużyna gol",
        "skrzypce fortepian orkiestra melodia kompozytor koncert chór piosenka opera "
        "rytm bęben dyrygent nuta flet akord",
        "lekarz pacjent szpital gorączka lek szczepionka choroba zakażenie chirurg "
        "krew serce leczenie diagnoza pielęgniarka wirus",
    ),
    "Portuguese": _language(
        0.32,
        "de para um do que uma em se ou no da os as com na não por como são ao seu "
        "mais este dos quando esta está sua também das for entre sem será qual mas "
        "pelo tem num isso",
        "foguete lua planeta estrela universo órbita satélite telescópio galáxia "
        "cometa tripulação lançamento astronauta sol missão",
        "forno farinha pão manteiga açúcar sal sopa receita frigideira massa ovo "
        "cebola leite tempero padeiro",
        "bola baliza goleiro treinador estádio jogo jogador campeonato atacante "
        "zagueiro árbitro pênalti taça equipe gol",
        "violino piano orquestra melodia compositor concerto coro canção ópera ritmo "
        "tambor maestro nota flauta acorde",
        "médico paciente hospital febre remédio vacina doença infecção cirurgião "
        "sangue coração tratamento diagnóstico enfermeira vírus",
    ),
    "Russian": _language(
        0.22,
        "не для на или если они что из то по вы их он как чтобы можно от при мы его "
        "только будет же может когда за но вас быть кто этот того все них до этого "
        "вам так после им",
        "ракета луна планета звезда вселенная орбита спутник телескоп галактика "
        "комета экипаж запуск космонавт солнце полёт",
        "печь мука хлеб масло сахар соль суп рецепт сковорода тесто яйцо лук молоко "
        "пряность пекарь",
        "мяч ворота вратарь тренер стадион матч игрок лига нападающий защитник судья "
        "пенальти кубок команда гол",
        "скрипка рояль оркестр мелодия композитор концерт хор песня опера ритм "
        "барабан дирижёр нота флейта аккорд",
        "врач пациент больница лихорадка лекарство прививка болезнь инфекция хирург "
        "кровь сердце лечение диагноз медсестра вирус",
    ),
    "Spanish": _language(
        0.47,
        "de la el que en los se un para no una del las es con por si su lo como al "
        "puede sus cuando esta más pero les son está él este entre ellos ha ser solo "
        "sobre le también",
        "cohete luna planeta estrella universo órbita satélite telescopio galaxia "
        "cometa tripulación lanzamiento astronauta sol misión",
        "horno harina pan mantequilla azúcar sal sopa receta sartén masa huevo "
        "cebolla leche especia panadero",
        "balón portería portero entrenador estadio partido jugador liga delantero "
        "defensa árbitro penalti copa equipo gol",
        "violín piano orquesta melodía compositor concierto coro canción ópera ritmo "
        "tambor director nota flauta acorde",
        "médico paciente hospital fiebre medicamento vacuna enfermedad infección "
        "cirujano sangre corazón tratamiento diagnóstico enfermera virus",
    ),
    "Swedish": _language(
        0.42,
        "och som att du för en de är på det till den om av ett har inte med kan dem "
        "eller er han vi ni så här när men från detta sig din alla deras vad jag sin "
        "då över",
        "raket måne planet stjärna rymd omloppsbana satellit teleskop galax komet "
        "besättning uppskjutning astronaut sol färd",
        "ugn mjöl bröd smör socker salt soppa recept panna deg ägg lök mjölk krydda "
        "bagare",
        "boll mål målvakt tränare stadion match spelare liga anfallare försvarare "
        "domare straff pokal lag skott",
        "fiol piano orkester melodi kompositör konsert kör sång opera rytm trumma "
        "dirigent not flöjt ackord",
        "läkare patient sjukhus feber medicin vaccin sjukdom infektion kirurg blod "
        "hjärta behandling diagnos sköterska virus",
    ),
    "Turkish": _language(
        0.20,
        "bir ve için bu veya de da ile daha her ki gibi eğer en tüm ya çok ise onlar "
        "ne biz onu ama sizi bazı ona ben diye sen bana siz az bunun nasıl hem çünkü "
        "bunu seni ancak kadar",
        "roket ay gezegen yıldız evren yörünge uydu teleskop galaksi kuyruklu "
        "mürettebat fırlatma astronot güneş uçuş",
        "fırın un ekmek tereyağı şeker tuz çorba tarif tava hamur yumurta soğan süt "
        "baharat fırıncı",
        "top kale kaleci antrenör stadyum maç oyuncu lig forvet savunmacı hakem "
        "penaltı kupa takım gol",
        "keman piyano orkestra melodi besteci konser koro şarkı opera ritim davul şef "
        "nota flüt akor",
        "doktor hasta hastane ateş ilaç aşı hastalık enfeksiyon cerrah kan kalp "
        "tedavi teşhis hemşire virüs",
    ),
}


def make_corpus(language, n_documents=300):
    """Return documents about the subjects of a language, in turn.

    Frequencies of words are those of Zipf. Documents differ in how often they use
    function words, and subjects do a little, as people and kinds of text do.

    Parameters
    ----------
    language : Language
    n_documents : int, default=300
    """
    # Of its own for each language.
    rng = np.random.RandomState(zlib.crc32(" ".join(language.function_words).encode()))
    share, function_words, subjects = language
    kinds = [share, *(1 - share) * _KINDS]
    words = [word for subject in subjects for word in subject]
    pairs = rng.randint(len(words), size=(_RARE_WORDS, 2))
    rare = [words[first] + words[second] for first, second in pairs]
    styles = _tilt(rng, _zipf(function_words, 2), _STYLE_OF_SUBJECTS, len(subjects))
    documents = []
    for i in range(n_documents):
        subject = subjects[i % len(subjects)]
        rates = _tilt(rng, styles[i % len(subjects)], _STYLE_OF_DOCUMENTS, 1)[0]
        counts = rng.multinomial(rng.randint(*_LENGTHS), kinds)
        document = [
            *rng.choice(function_words, counts[0], p=rates),
            *rng.choice(subject, counts[1], p=_zipf(subject, 1)),
            *rng.choice(words, counts[2]),
            *rng.choice(rare, counts[3], p=_zipf(rare, 10)),
        ]
        documents.append(" ".join(rng.permutation(document)))
    return documents


def _zipf(words, offset):
    """Return shares that fall with the rank."""
    rates = 1 / (offset + np.arange(len(words)))
    return rates / rates.sum()


def _tilt(rng, shares, spread, n):
    """Return n rows of shares that differ from the given ones at random."""
    rates = shares * np.exp(rng.normal(0, spread, (n, len(shares))))
    return rates / rates.sum(axis=1, keepdims=True)
