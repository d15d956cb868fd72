"""The options of the command line, and the help that teaches them."""

import argparse
import re

from ._user_errors import UserError, nearest_name

_DESCRIPTION = "Find the topics of texts, and write a report that opens in any browser."
_EXAMPLES = """\
examples:
  sktopics example-data talks.csv
      write speeches to try the command with (columns speech, year, party, president)
  sktopics report talks.csv --text speech --date year --class party
      topics by LDA, over the years and by party, in talks.html
  sktopics report talks.csv --text speech --model bertopic --open
      topics as clusters, whose number is found; opens the report
  sktopics report --help
      all options of the report
"""
_REPORT_EXAMPLES = """\
models:
{models}

examples:
  sktopics report talks.csv --text speech --date year --class party --n-topics 20
      20 topics, over the years and by party, in talks.html
  sktopics report talks.csv --text speech --model authors --authors president
      what each president speaks about
  sktopics report talks.csv --text speech --model bertopic --encoder all-MiniLM-L6-v2
      a model of sentences, which is downloaded on first use; without --encoder
      nothing is downloaded
  sktopics report letters/ --language de --out letters.html --tables tables/
      all letters/*.txt, German stop words; tables as CSV besides
  zcat posts.jsonl.gz | sktopics report - --format jsonl --text body
      a JSON object on each line of standard input

The summary at the end has the lines of Python that do the same.
"""


class TeachingParser(argparse.ArgumentParser):
    """A parser whose errors say which option was meant."""

    def error(self, message):
        """Raise a `UserError`.

        Raises
        ------
        UserError
        """
        choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if choice is not None:
            names = [name.strip("'\" ") for name in choice[2].split(",")]
            message += f".{nearest_name(choice[1], names)}"
        raise UserError(
            f"{message.rstrip('.')}. See {self.prog} --help.".replace("?. S", "? S")
        )


def read_arguments(arguments):
    """Return the options of a command line.

    Parameters
    ----------
    arguments : list of str

    Returns
    -------
    options : Namespace
        `command` is "report", "example-data", "show-versions", "warm" or None.

    Raises
    ------
    UserError
        If an option is not known or cannot have that value.
    """
    parser = _parser()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        known = [
            name
            for command in (parser, *parser.commands.values())
            for name in command._option_string_actions
        ]
        hint = nearest_name(unknown[0], known) if unknown[0].startswith("-") else ""
        raise UserError(f"{unknown[0]!r} is not understood.{hint} See sktopics --help.")
    return options


def _parser():
    parser = TeachingParser(
        "sktopics",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    _add_traceback(parser)
    commands = parser.add_subparsers(dest="command", metavar="command")
    parser.commands = {
        "report": _add_report(commands),
        "example-data": _add_example_data(commands),
        "show-versions": commands.add_parser(
            "show-versions",
            help="print versions and threads, to report a problem",
            allow_abbrev=False,
        ),
        "warm": commands.add_parser(
            "warm",
            help="compile all models now, which their first fits would wait for",
            allow_abbrev=False,
        ),
    }
    return parser


def _add_traceback(parser):
    parser.add_argument(
        "--traceback",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show where in the code an error was raised",
    )


def _add_example_data(commands):
    parser = commands.add_parser(
        "example-data",
        help="write speeches to try the command with, as CSV",
        description="Write 4,303 passages of State of the Union addresses since 1945, "
        "which are part of the package, as CSV with the columns speech, year, party "
        "and president.",
        allow_abbrev=False,
    )
    parser.add_argument("out", help="the file, such as talks.csv; must not exist yet")
    _add_traceback(parser)
    return parser


def _add_report(commands):
    from ._model_recipes import MODELS

    width = max(map(len, MODELS))
    models = "\n".join(f"  {name:{width}}  {MODELS[name].summary}" for name in MODELS)
    parser = commands.add_parser(
        "report",
        help="find topics and write a report",
        usage="sktopics report FILE [options]",
        description="Read texts, find their topics, and write one HTML file that shows "
        "them:\nwords, typical texts, course over time, groups, a map, a search.",
        epilog=_REPORT_EXAMPLES.format(models=models),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "path",
        metavar="FILE",
        help="CSV, TSV, JSONL, JSON or Parquet, also compressed (.gz, .bz2, .xz); a "
        "folder of text files; - for standard input",
    )
    _add_input(parser)
    _add_words(parser)
    _add_model(parser, list(MODELS))
    _add_output(parser)
    return parser


def _add_input(parser):
    from ._read_files import KINDS

    group = parser.add_argument_group("what is read")
    add = group.add_argument
    add(
        "--text",
        metavar="COLUMN",
        help="the texts; needed if several columns have some",
    )
    add("--date", metavar="COLUMN", help="dates or years, for the course over time")
    add(
        "--date-format",
        metavar="FORMAT",
        help="such as %%d/%%m/%%Y, if 03/04/2021 is the third of April",
    )
    add("--class", dest="classes", metavar="COLUMN", help="groups to compare")
    add("--authors", metavar="COLUMN", help="names, for --model authors")
    add(
        "--separator",
        metavar="MARK",
        help="between several names in a cell of --class or --authors (authors: ;)",
    )
    add(
        "--metadata",
        metavar="COLUMN",
        action="append",
        help="shown with each text; you can give it several times",
    )
    add("--format", choices=KINDS, help="by default the end of the name")
    add(
        "--encoding",
        metavar="NAME",
        default="utf-8-sig",
        help="such as cp1252 or utf-16 (default: UTF-8)",
    )
    add(
        "--delimiter",
        type=_delimiter,
        metavar="MARK",
        help="between cells of CSV; by default it is found",
    )
    add("--pattern", default="*.txt", help="files of a folder (default: *.txt)")
    add(
        "--sample",
        type=_positive,
        metavar="N",
        help="only N texts, drawn at random by --seed",
    )


def _add_words(parser):
    group = parser.add_argument_group("what words are")
    add = group.add_argument
    add(
        "--language",
        metavar="CODE",
        default="en",
        help="of the texts, such as de; its stop words are left out; none: no list "
        "(default: en)",
    )
    add(
        "--stop-words",
        type=_listed,
        metavar="A,B",
        help="more words to leave out, with commas between them",
    )
    add("--lemmas", action="store_true", help="dictionary forms: 'go' for 'went'")
    add(
        "--ngrams",
        type=_positive,
        default=1,
        metavar="N",
        help="phrases of up to N words",
    )
    add(
        "--min-df",
        type=_frequency,
        metavar="N",
        help="fewest texts of a word, a number or a share such as 0.01 (default: 5, "
        "fewer for less than 1,000 texts)",
    )
    add(
        "--max-df",
        type=_frequency,
        metavar="N",
        help="most texts of a word (default: 0.5, half of them)",
    )
    add("--no-numbers", action="store_true", help="leave out words of digits")
    add("--no-accents", action="store_true", help="take accents off Latin letters")
    add(
        "--no-clean",
        dest="clean",
        action="store_false",
        help="keep links, mentions of users and HTML tags",
    )


def _add_model(parser, models):
    group = parser.add_argument_group("how topics are found")
    add = group.add_argument
    add(
        "--model",
        choices=models,
        default="lda",
        metavar="NAME",
        help="lda, bertopic and others, see below (default: lda)",
    )
    add(
        "--n-topics",
        type=_number_of_topics,
        metavar="N",
        help="a number, or auto (the default): clusters find theirs; other models are "
        "tried with several and judged by words that they have not seen",
    )
    add(
        "--encoder",
        metavar="NAME",
        help="a model of sentence-transformers, for models of clusters; by default "
        "nothing is downloaded",
    )
    add(
        "--embeddings",
        metavar="FILE.npy",
        help="a vector for each row of the file, instead of an encoder",
    )
    add(
        "--min-topic-size",
        type=_positive,
        metavar="N",
        help="fewest texts of a topic of clusters",
    )
    add(
        "--seed",
        type=_seed,
        default=0,
        metavar="N",
        help="the same number gives the same topics (default: 0)",
    )
    add("--n-jobs", type=_n_jobs, metavar="N", help="threads; -1 for all")


def _add_output(parser):
    group = parser.add_argument_group("what is written")
    add = group.add_argument
    add("--out", metavar="FILE", help="the report (default: name of the file, .html)")
    add("--title", help="of the report")
    add(
        "--names", metavar="FILE.json", help="names of topics, as a report exports them"
    )
    add(
        "--n-documents",
        type=_positive,
        metavar="N",
        help="most texts inside the report",
    )
    add(
        "--text-length",
        type=_positive,
        metavar="N",
        help="most characters of a text inside the report",
    )
    add("--save-model", metavar="FILE", help="the fitted model, for joblib.load")
    add("--tables", metavar="FOLDER", help="tables as CSV: topics, documents, groups")
    add("--open", action="store_true", help="open the report in a browser")
    add("--quiet", action="store_true", help="print errors only")
    _add_traceback(parser)


def _positive(text):
    return _whole_number(text, 1)


def _seed(text):
    seed = _whole_number(text, 0)
    if seed >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is not below {2**32}")
    return seed


def _n_jobs(text):
    if not re.fullmatch(r"-?[1-9]\d*", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a number of threads nor -1, for all"
        )
    return int(text)


def _whole_number(text, lowest):
    if not re.fullmatch(r"\d+", text) or int(text) < lowest:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a whole number of at least {lowest}"
        )
    return int(text)


def _number_of_topics(text):
    if text == "auto":
        return None
    if not re.fullmatch(r"\d+", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither auto nor a whole number of at least 1"
        )
    return int(text)


def _frequency(text):
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d*\.\d+|1\.0*", text) and float(text) <= 1:
        return float(text)
    raise argparse.ArgumentTypeError(
        f"{text!r} is neither a number of texts, such as 5, nor a share, such as 0.3"
    )


def _delimiter(text):
    text = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(text) != 1 or text in '\r\n"':
        raise argparse.ArgumentTypeError(
            f"{text!r} is not one character; say tab for a tab"
        )
    return text


def _listed(text):
    return [word.strip() for word in text.split(",") if word.strip()]
