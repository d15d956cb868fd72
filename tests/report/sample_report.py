"""A report of invented speeches, to look at the page and to test it without a model.

``python tests/report/sample_report.py sample.html --n-topics 500`` writes one.
"""

import argparse
from pathlib import Path

import numpy as np

from sktopics.report._page import page

SUBJECTS = {
    "School fees": "school fees students teachers education university pupils tuition "
    "classroom learning college campus degree scholarship curriculum exam "
    "school_fees student_loan",
    "Hospitals": "health hospital patients doctors nurses care medicine waiting "
    "insurance treatment drugs mental clinic surgery disease public_health",
    "Trade and tariffs": "trade tariffs exports imports goods market agreement "
    "steel partners customs deficit manufacturing supply competition free_trade",
    "Climate": "climate emissions carbon energy wind solar coal warming renewable "
    "pollution fuel green gas plants climate_change",
    "Farming": "farmers crops land cattle wheat soil harvest prices dairy rural "
    "water drought subsidies milk grain",
    "Police and courts": "crime police court law justice judges prison victims "
    "violence officers sentence evidence jury safety",
    "War and peace": "war peace troops army enemy forces soldiers allies defense "
    "weapons nuclear treaty missile veterans united_nations",
    "Taxes": "tax taxes budget income deficit spending cuts revenue debt "
    "credit relief families businesses rates burden",
    "Immigration": "border immigrants refugees asylum visa citizenship migration "
    "workers legal families immigration crossing permit",
    "Railways": "railway trains roads transport bridges stations freight highways "
    "travel lines transit passengers ports rail",
    "": "internet data privacy computers software networks phones digital online "
    "cyber platforms users technology chips",
    "Elections": "vote election voters campaign ballot party candidate democracy "
    "rights register parliament seats majority voting",
}
FILLERS = (
    "we must and our people the government will this year for every country more new "
    "work with their of a to in be can that not is have make"
)
HOSTILE = (
    "<script>document.title = 'run'</script> school fees",
    "]]> </script><img src=x onerror=\"document.title='run'\"> school fees & more",
    "\u202eschool fees backwards\u202c, \u2066isolated\u2069 fees",
    "Lines\u2028and\u2029paragraphs about school fees\n\nA second paragraph.",
    "",
    "Straße, naïve café, ΣΊΣΥΦΟΣ, дети, 学校の授業料, school fees, FEES and Fees.",
    "=SUM(A1:A9) school fees",
    "school " * 3000,
)
PARTIES = ("Greens", "Labour", "Liberals", '<b>"Others"</b>', "No party")


def sample_parts(
    n_documents=3000,
    n_topics=12,
    *,
    levels=False,
    several_classes=False,
    clusters=False,
    bare=False,
    seed=0,
):
    """Return summary, columns and lists of a report, as `sktopics.report` makes them.

    Parameters
    ----------
    n_documents, n_topics : int
    levels : bool
        Whether topics have two levels.
    several_classes : bool
        Whether a document has several classes.
    clusters : bool
        Whether some documents have no topic.
    bare : bool
        Leave out times, classes, fields, texts, the map and segments.
    seed : int
    """
    rng = np.random.default_rng(seed)
    names, words = _topics(n_topics)
    terms = sorted({w for group in words for w in group} | set(FILLERS.split()))
    known = {term: i for i, term in enumerate(terms)}
    p = np.full((n_topics, len(terms)), 1e-4)
    for k, group in enumerate(words):
        p[k, [known[w] for w in group]] = 1 / np.arange(2, len(group) + 2)
        p[k, [known[w] for w in FILLERS.split()]] = 0.02
    p /= p.sum(1, keepdims=True)
    weights = 1 / np.arange(1, n_topics + 1) ** 0.6
    weights /= weights.sum()
    years = 1990 + (rng.beta(2, 1.3, n_documents) * 35).astype(int)
    trend = rng.normal(0, 0.05, n_topics)
    theta = np.array(
        [
            rng.dirichlet(weights * np.exp(trend * (y - 2007)) * 1.5 + 1e-3)
            for y in years
        ]
    )
    main = theta.argmax(1).astype(np.int16)
    if clusters:
        main[rng.random(n_documents) < 0.1] = -1
    texts, segments = [], []
    for row in theta:
        text, parts = _speech(rng, row, p, terms)
        texts.append(text)
        segments.append(parts)
    main[: len(HOSTILE)] = 0
    theta[: len(HOSTILE)] = 0.05 / max(n_topics - 1, 1)
    theta[: len(HOSTILE), 0] = 0.95
    for row, text in enumerate(HOSTILE[:n_documents]):
        texts[row], segments[row] = text, []

    columns, lists = {}, {"terms": terms, "terms.forms": _forms(terms)}
    columns |= _term_columns(p, texts, known)
    columns |= _document_columns(theta, main, years)
    places = rng.uniform(6000, 59000, (n_topics, 2))
    spread = places[main] + rng.normal(0, 2200, (n_documents, 2))
    spread[main < 0] = rng.uniform(2000, 63000, ((main < 0).sum(), 2))
    spread = np.clip(spread, 0, 65535).astype(np.uint16)
    columns["documents.x"], columns["documents.y"] = spread.T.copy()
    summary = _summary(p, theta, main, names, terms, places, clusters)
    summary["corpus"] |= {
        "n_tokens": sum(len(t.split()) for t in texts),
        "block_size": 250,
    }
    for start in range(0, n_documents, 250):
        lists[f"texts.{start // 250}"] = texts[start : start + 250]
    lists["field.0"] = [f"Speaker {i % 97}" for i in range(n_documents)]
    lists["field.1"] = [None if i % 11 == 0 else i % 300 for i in range(n_documents)]
    lists["field.2"] = [
        f"https://example.org/{i}?a=1&b=<2>" for i in range(n_documents)
    ]
    _add_segments(columns, segments)
    _add_groups(rng, columns, summary, theta, years, several_classes)
    if levels:
        _add_levels(summary)
    if bare:
        _make_bare(summary, columns, lists)
    return summary, columns, lists


def sample_page(*args, **kwargs):
    """Return the page of `sample_parts`."""
    return page(*sample_parts(*args, **kwargs))


def _topics(n_topics):
    names = [*SUBJECTS][:n_topics]
    words = [text.split() for text in SUBJECTS.values()][:n_topics]
    for k in range(len(names), n_topics):
        first = words[k % len(SUBJECTS)]
        words.append([*first[k % 5 : k % 5 + 6], *(f"{w}{k}" for w in first[6:12])])
        names.append("" if k % 7 else f"Subject {k}")
    return names, words


def _forms(terms):
    plural = {i: [t.replace("_", " ")] for i, t in enumerate(terms) if "_" in t}
    if "tax" in terms:
        plural[terms.index("tax")] = ["tax", "taxed", "taxing"]
    return {str(i): forms for i, forms in plural.items()}


def _speech(rng, row, p, terms):
    text, parts, at = "", [], 0
    for topic in rng.choice(len(row), size=rng.integers(1, 4), p=row):
        passage = []
        for _ in range(rng.integers(1, 5)):
            words = rng.choice(terms, size=rng.integers(6, 16), p=p[topic])
            sentence = " ".join(w.replace("_", " ") for w in words)
            passage.append(sentence.capitalize() + ".")
        at = len(text)
        text += " ".join(passage) + " "
        parts.append((at, len(text) - 1, int(topic)))
    return text.rstrip(), parts


def _term_columns(p, texts, known):
    p_word = p.mean(0)
    near_each = 8
    chosen = [np.argsort(-row)[:60] for row in p]
    offsets = np.cumsum([0, *map(len, chosen)])
    term = np.concatenate(chosen)
    topic = np.repeat(np.arange(len(p)), [len(c) for c in chosen])
    holds = [set() for _ in known]
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", "").split():
            if word in known:
                holds[known[word]].add(row)
    postings = [np.diff(sorted(rows), prepend=0) for rows in holds]
    profile = p.T / np.linalg.norm(p.T, axis=1, keepdims=True)
    likeness = profile @ profile.T
    np.fill_diagonal(likeness, -1)
    near = np.argsort(-likeness, 1, kind="stable")[:, :near_each]
    return {
        "topic_terms.offsets": offsets.astype(np.uint32),
        "topic_terms.term": term.astype(np.uint32),
        "topic_terms.share": p[topic, term].astype(np.float32),
        "topic_terms.lift": (p[topic, term] / p_word[term]).astype(np.float32),
        "terms.share": p_word.astype(np.float32),
        "terms.offsets": np.cumsum([0, *map(len, postings)]).astype(np.uint32),
        "terms.document": np.concatenate(postings).astype(np.uint32),
        "terms.near_offsets": (np.arange(len(known) + 1) * near.shape[1]).astype(
            np.uint32
        ),
        "terms.near": near.ravel().astype(np.uint32),
    }


def _document_columns(theta, main, years):
    kept = [np.flatnonzero(row >= 0.05) for row in theta]
    kept = [k[np.argsort(-row[k])] for k, row in zip(kept, theta, strict=True)]
    flat = np.concatenate(kept)
    row = np.repeat(np.arange(len(theta)), [len(k) for k in kept])
    share = np.where(main < 0, 0, theta[np.arange(len(theta)), main])
    times = (years - 1990).astype(np.int16)
    times[::101] = -1
    return {
        "documents.row": np.arange(len(theta), dtype=np.uint32),
        "documents.topic": main,
        "documents.share": np.rint(share * 255).astype(np.uint8),
        "documents.time": times,
        "documents.offsets": np.cumsum([0, *map(len, kept)]).astype(np.uint32),
        "documents.topics": flat.astype(np.int16),
        "documents.shares": np.rint(theta[row, flat] * 255).astype(np.uint8),
    }


def _summary(p, theta, main, names, terms, places, clusters):
    n_topics, n = len(p), len(theta)
    likeness = np.corrcoef(np.sqrt(p)) if n_topics > 1 else np.ones((1, 1))
    sizes = np.bincount(main[main >= 0], minlength=n_topics)
    topics = []
    for k in range(n_topics):
        words = [terms[i] for i in np.argsort(-p[k])[:10]]
        typical = np.argsort(-np.where(main == k, theta[:, k], -1), kind="stable")
        near = [j for j in np.argsort(-likeness[k]) if j != k][:6]
        size = float(theta[:, k].sum() * 40)
        topics.append(
            {
                "index": k,
                "name": names[k] or ", ".join(words[:3]),
                "is_named": bool(names[k]),
                "words": words,
                "size": round(size),
                "share": float(theta[:, k].mean()),
                "n_documents": int(sizes[k]),
                "x": int(places[k, 0]),
                "y": int(places[k, 1]),
                "level": 0,
                "parents": [],
                "neighbors": [[int(j), float(max(likeness[k, j], 0))] for j in near],
                "typical": [int(i) for i in typical[: min(8, sizes[k])]],
                "is_empty": False,
                "aspects": {
                    "KeyBERT": words[2:6],
                    "Summary": [f"Speeches on {words[0]}."],
                },
                "words_by_modality": [words[:5], [f"Speaker {k}", f"Speaker {k + 1}"]],
                "image": None,
            }
        )
    return {
        "format": 1,
        "title": "Speeches on <fees> & trade",
        "created": "2026-11-30T12:00:00Z",
        "model": {
            "name": "BERTopic" if clusters else "LatentDirichletAllocation",
            "kind": "clusters" if clusters else "mixture",
            "parameters": [["n_components", str(n_topics)], ["random_state", "0"]],
            "versions": [["sktopics", "0.1"], ["numpy", "2.4.0"]],
            "steps": ["CountVectorizer(min_df=5)", "LatentDirichletAllocation()"],
        },
        "corpus": {
            "n_documents": n * 4,
            "n_inside": n,
            "how_chosen": "sample",
            "has_texts": True,
            "text_length": 2000,
            "n_terms": len(terms),
            "fingerprint": "9f86d081884c7d65" * 4,
        },
        "topics": topics,
        "no_topic": {
            "size": int((main < 0).sum()),
            "share": float((main < 0).mean()),
            "words": ["people", "work", "year"],
        }
        if clusters
        else None,
        "levels": None,
        "modalities": ["words", "speakers"],
        "times": {
            "labels": [str(1990 + i) for i in range(35)],
            "starts": [
                int(np.datetime64(f"{1990 + i}-01-01", "s").astype(int))
                for i in range(35)
            ],
            "kind": "date",
            "n_unknown": 120,
        },
        "fields": [
            {"name": "speaker", "part": "field.0"},
            {"name": "votes <won>", "part": "field.1"},
            {"name": "source", "part": "field.2"},
        ],
        "relevance": 0.6,
        "map": {
            "kind": "shares",
            "text": "Documents with similar topics are close. Distances "
            "between far groups mean little.",
        },
        "segments": True,
        "quality": _quality(n_topics, clusters, main),
        "missing": [["Images", "The model has no images of topics."]],
    }


def _quality(n_topics, clusters, main):
    by_topic = [round(0.18 - 0.02 * (k % 11), 3) for k in range(n_topics)]
    rows = [
        {
            "name": "Coherence (NPMI)",
            "value": 0.081,
            "text": "0.08",
            "meaning": "Whether the words of a topic occur together in documents. 1 is "
            "always, 0 is as often as by chance.",
            "limits": "Short texts push it down. Compare models on one corpus only.",
            "by_topic": by_topic,
        },
        {
            "name": "Diversity",
            "value": 0.91,
            "text": "0.91",
            "meaning": "The share of distinct words among the ten first words of "
            "all topics.",
            "limits": "A few topics are always diverse.",
            "by_topic": None,
        },
        {
            "name": "Held-out perplexity",
            "value": None,
            "text": "not measured",
            "meaning": "How well the model expects documents that it has not seen. "
            "Lower is better.",
            "limits": "Measure it yourself and pass scores=.",
            "by_topic": None,
        },
    ]
    if clusters:
        share = float((main < 0).mean())
        rows.append(
            {
                "name": "Documents without a topic",
                "value": share,
                "text": f"{share:.1%}",
                "meaning": "Documents that lie between the topics.",
                "limits": "Few is not good by itself.",
                "by_topic": None,
            }
        )
    return rows


def _add_segments(columns, segments):
    flat = [part for parts in segments for part in parts]
    start, stop, topic = np.array(flat or np.empty((0, 3))).astype(np.int64).T
    columns["segments.offsets"] = np.cumsum([0, *map(len, segments)]).astype(np.uint32)
    columns["segments.start"] = start.astype(np.uint32)
    columns["segments.stop"] = stop.astype(np.uint32)
    columns["segments.topic"] = topic.astype(np.int16)


def _add_groups(rng, columns, summary, theta, years, several):
    n, n_topics = theta.shape
    group = rng.choice(len(PARTIES), n, p=[0.3, 0.3, 0.2, 0.15, 0.05]).astype(np.int16)
    if several:
        counts = rng.integers(0, 4, n)
        columns["documents.class_offsets"] = np.cumsum([0, *counts]).astype(np.uint32)
        # Distinct within a document.
        flat = [rng.permutation(len(PARTIES))[:c] for c in counts]
        columns["documents.class"] = np.concatenate(flat).astype(np.int16)
    else:
        columns["documents.class"] = np.where(rng.random(n) < 0.02, -1, group)
        columns["documents.class"] = columns["documents.class"].astype(np.int16)
    summary["classes"] = {
        "name": "party",
        "labels": list(PARTIES),
        "sizes": np.bincount(group, minlength=len(PARTIES)).tolist(),
        "several": several,
    }
    bins = years - 1990
    for part, of, many in (("over_time", bins, 35), ("by_class", group, len(PARTIES))):
        counts = np.bincount(of, minlength=many)
        total = np.zeros((many, n_topics))
        np.add.at(total, of, theta)
        with np.errstate(invalid="ignore"):
            share = (total / counts[:, None]).T
            spread = 2 * np.sqrt(share * (1 - share) / counts)
        columns[f"{part}.share"] = share.ravel().astype(np.float32)
        columns[f"{part}.lower"] = (
            np.maximum(share - spread, 0).ravel().astype(np.float32)
        )
        columns[f"{part}.upper"] = (
            np.minimum(share + spread, 1).ravel().astype(np.float32)
        )


def _add_levels(summary):
    """Make the first third of topics the parents of the others."""
    topics = summary["topics"]
    n_parents = max(len(topics) // 3, 1)
    summary["levels"] = ["Level 1", "Level 2"]
    for k, topic in enumerate(topics):
        topic["level"] = int(k >= n_parents)
        if k >= n_parents:
            topic["parents"] = [[k % n_parents, 0.8], [(k + 1) % n_parents, 0.2]]


def _make_bare(summary, columns, lists):
    summary |= {"times": None, "classes": None, "fields": [], "map": None}
    summary |= {"segments": False, "modalities": None, "quality": []}
    summary["corpus"] |= {"has_texts": False, "text_length": None, "n_tokens": None}
    summary["missing"] += [
        ["Course over time", "No times were given: pass times=..."],
        ["Texts", "The model was given counts: pass a Pipeline and texts."],
    ]
    for topic in summary["topics"]:
        topic |= {"x": None, "y": None, "aspects": {}, "words_by_modality": None}
    gone = ("documents.x", "documents.y", "documents.time", "documents.class")
    for name in [*columns]:
        if name in gone or name.startswith(("segments.", "over_time.", "by_class.")):
            del columns[name]
    for name in [*lists]:
        if name.startswith(("texts.", "field.")):
            del lists[name]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--n-documents", type=int, default=3000)
    parser.add_argument("--n-topics", type=int, default=12)
    for flag in ("levels", "several-classes", "clusters", "bare"):
        parser.add_argument(f"--{flag}", action="store_true")
    given = vars(parser.parse_args())
    out = given.pop("out")
    out.write_text(sample_page(**given), encoding="utf-8")
