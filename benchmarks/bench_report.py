r"""What a report of many documents costs: size of the file, seconds, memory, opening.

    python benchmarks/bench_report.py
    python benchmarks/bench_report.py --whole abstracts.jsonl.gz --limit-whole 20000 \
        --short abstracts.jsonl.gz --limit-short 100000

For each corpus a Pipeline of counts and LDA is fitted, and the seconds, the size and
the memory of its report are measured in a process of its own. Then Chromium opens the
file from the disk: when it first paints, when the page says that it can be used, and
how many bytes were inflated until then, medians of several runs.

A corpus is a file of one JSON object a line with the key `text`, and `date` or `label`
where there are some; by default the State of the Union addresses that ship with
sktopics. Without Playwright and a Chromium the last columns are left out.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

# One thread, before NumPy is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from _corpora import read_records
from _measure import in_own_process, measured, surroundings

# What the page does until it can be used, as the page itself knows nothing of clocks.
WATCH = """
window.inflatedBytes = 0;
const read = Response.prototype.arrayBuffer;
Response.prototype.arrayBuffer = async function () {
  const bytes = await read.call(this);
  if (window.usable === undefined) window.inflatedBytes += bytes.byteLength;
  return bytes;
};
new MutationObserver(() => {
  const ready = document.documentElement?.dataset.ready === "true";
  if (ready && window.usable === undefined) window.usable = performance.now();
}).observe(document, { attributes: true, subtree: true, childList: true });
"""
FIGURES = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  usable: window.usable,
  inflated: window.inflatedBytes,
})"""
N_RUNS = 5


def read_corpus(path, limit):
    """Return texts, and their dates and labels where all have some, else None."""
    records = list(read_records(path, limit))
    texts = [record["text"] for record in records]
    columns = ([record.get(key) for record in records] for key in ("date", "label"))
    times, classes = (
        column if all(value is not None for value in column) else None
        for column in columns
    )
    return texts, times, classes


def written(path, limit, length, n_topics, out):
    """Fit a model, write its report, and return what that took."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    from sktopics import LatentDirichletAllocation
    from sktopics.report import TopicReport

    texts, times, classes = read_corpus(path, limit)
    pipeline = make_pipeline(
        CountVectorizer(min_df=5, max_df=0.2, stop_words="english"),
        LatentDirichletAllocation(n_topics, max_iter=5, random_state=0),
    )
    pipeline.fit(texts)
    few = texts[:200]
    TopicReport(pipeline, few).save(out)  # which compiles
    _, cost = measured(
        lambda: TopicReport(
            pipeline,
            texts,
            times=times,
            classes=classes,
            n_documents=len(texts),
            text_length=length,
        ).save(out)
    )
    return len(texts), cost


def opened(file):
    """Return when a browser paints and can be used, ms, and bytes inflated; or None."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium)
        runs = []
        for _ in range(N_RUNS):
            page = browser.new_page()
            page.add_init_script(WATCH)
            page.goto(file.as_uri())
            # Not `wait_for_function`: the page forbids what makes code of strings.
            ready = page.locator('html[data-ready="true"]')
            ready.wait_for(state="attached", timeout=60_000)
            runs.append(page.evaluate(FIGURES))
            page.close()
        browser.close()
    return {name: statistics.median(run[name] or 0 for run in runs) for name in runs[0]}


def main():
    """Print a row for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--whole", help="a corpus whose texts are inside whole")
    parser.add_argument("--limit-whole", type=int, default=20_000)
    parser.add_argument("--short", help="a corpus whose texts are cut")
    parser.add_argument("--limit-short", type=int, default=100_000)
    parser.add_argument("--length", type=int, default=300, help="characters of a text")
    parser.add_argument("--n-topics", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="a folder in which reports are kept")
    options = parser.parse_args()
    print(surroundings("sktopics", "numpy", "playwright"))
    print(
        "documents  characters  file MB  seconds  CPU s  peak MB  added MB  "
        "paint ms  usable ms  inflated MB"
    )
    rows = [(options.whole, options.limit_whole, None)]
    if options.short is not None:
        rows.append((options.short, options.limit_short, options.length))
    with tempfile.TemporaryDirectory() as folder:
        for path, limit, length in rows:
            name = f"report_{limit}_{length or 'whole'}.html"
            file = (options.keep or Path(folder)).absolute() / name
            n, cost = in_own_process(
                written, path, limit, length, options.n_topics, str(file)
            )
            found = opened(file)
            browser = (
                "  (no browser)"
                if found is None
                else (
                    f"  {found['paint']:8.0f}  {found['usable']:9.0f}  "
                    f"{found['inflated'] / 1e6:11.2f}"
                )
            )
            print(
                f"{n:9d}  {length or 'whole':>10}  {file.stat().st_size / 1e6:7.2f}  "
                f"{cost.seconds:7.2f}  {cost.cpu_seconds:5.2f}  "
                f"{cost.peak_megabytes:7.0f}  {cost.added_megabytes:8.0f}{browser}",
                flush=True,
            )


if __name__ == "__main__":
    main()
