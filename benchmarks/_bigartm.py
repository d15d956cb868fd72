"""BigARTM in a Python of its own: what the other scripts tell that Python to run.

BigARTM 0.9.2, the last release, needs Python 3.11 or older with protobuf < 4 and
numpy < 2, so that it cannot be where sktopics is:

    python3.11 -m venv bigartm-env
    bigartm-env/bin/pip install bigartm==0.9.2 "protobuf<4" "numpy<2" pandas six tqdm

This file is both sides of the pipe. `run` starts that environment's Python on this
file, hands it a job (JSON) and counts (npz) and reads back what it measured. The
part that runs there uses NumPy, BigARTM and the standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from _measure import measured


def run(python, counts, **job):
    """Run a job with BigARTM; return its results and the arrays that it made.

    Parameters
    ----------
    python : str
        The Python of BigARTM's environment.
    counts : csr_array of shape (n_documents, n_terms)
    **job
        `task`, the name of a function below, and its arguments.

    Returns
    -------
    results : dict
    arrays : dict of ndarray
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        np.savez(
            folder / "counts.npz",
            data=np.asarray(counts.data, dtype=np.float32),
            indices=counts.indices,
            indptr=counts.indptr,
            n_terms=counts.shape[1],
        )
        (folder / "job.json").write_text(json.dumps(job))
        # Its NumPy is another one than ours: no path of ours may reach it.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run(
            [os.path.abspath(python), os.path.abspath(__file__), str(folder)],
            cwd=folder,  # where it leaves its logs
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"BigARTM failed in {python}:\n{done.stderr}")
        results = json.loads((folder / "results.json").read_text())
        arrays = {}
        if (folder / "arrays.npz").exists():
            with np.load(folder / "arrays.npz") as saved:
                arrays = dict(saved)
    return results, arrays


def version_of(python):
    """Version of BigARTM in an environment."""
    code = "import artm; print(artm.version())"
    with tempfile.TemporaryDirectory() as folder:  # for its logs
        done = subprocess.run(
            [os.path.abspath(python), "-c", code],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise SystemExit(f"{python} cannot import BigARTM; {__file__} says how to.")
    return done.stdout.strip()


# What follows runs in BigARTM's environment.


class Documents:
    """Counts as BigARTM takes them: names of terms, and files."""

    def __init__(self, folder):
        with np.load(folder / "counts.npz") as saved:
            self.data, self.indices, self.indptr = (
                saved[name] for name in ("data", "indices", "indptr")
            )
            self.n_terms = int(saved["n_terms"])
        self.folder = folder
        # Columns by number: what words look like must not matter to its parser.
        self.names = [f"t{column}" for column in range(self.n_terms)]

    def rows(self):
        for start, end in zip(self.indptr[:-1], self.indptr[1:]):  # noqa: B905
            yield self.indices[start:end], self.data[start:end]

    def write_text(self):
        """Write a file of Vowpal Wabbit's format; BigARTM does not read counts."""
        path = self.folder / "documents.vw"
        with path.open("w") as file:
            for i, (columns, numbers) in enumerate(self.rows()):
                words = (
                    f"{self.names[column]}:{number:g}"
                    for column, number in zip(columns, numbers)  # noqa: B905
                )
                file.write(f"d{i} |@default_class {' '.join(words)}\n")
        return path

    def batches(self, batch_size):
        """Return BigARTM's batches, by way of a file, which is the faster one."""
        import artm

        target = tempfile.mkdtemp(dir=self.folder)
        return artm.BatchVectorizer(
            data_path=str(self.write_text()),
            data_format="vowpal_wabbit",
            target_folder=target,
            batch_size=batch_size,
        )

    def batches_of_matrix(self, batch_size):
        """Return BigARTM's batches, from a matrix in memory (terms x documents)."""
        import artm

        matrix = np.zeros((self.n_terms, len(self.indptr) - 1), dtype=np.float32)
        for i, (columns, numbers) in enumerate(self.rows()):
            matrix[columns, i] = numbers
        target = Path(tempfile.mkdtemp(dir=self.folder)) / "batches"
        return artm.BatchVectorizer(
            data_format="bow_n_wd",
            n_wd=matrix,
            vocabulary=dict(enumerate(self.names)),
            target_folder=str(target),
            batch_size=batch_size,
        )


def new_model(batches, n_components, n_jobs, max_doc_update_iter, seed):
    import artm

    return artm.ARTM(
        num_topics=n_components,
        num_processors=n_jobs,
        num_document_passes=max_doc_update_iter,
        seed=seed,
        dictionary=batches.dictionary,
    )


def topic_word_of(model, documents):
    """Return p(word | topic) in the order of our columns."""
    phi, tokens, _ = model.get_phi_dense()
    topic_word = np.zeros((phi.shape[1], documents.n_terms), dtype=np.float32)
    topic_word[:, [int(token[1:]) for token in tokens]] = phi.T
    return topic_word


def task_ingest(documents, batch_size):
    """Seconds from counts to batches, through a matrix and through a file."""
    seconds = {}
    for name in ("batches_of_matrix", "batches"):
        start = time.perf_counter()
        getattr(documents, name)(batch_size)
        seconds[name] = time.perf_counter() - start
    return seconds, {}


def task_fit(documents, method, passes, batch_size, asynchronous=False, **parameters):
    """(Wall, CPU) seconds of each pass, and the topics of the last one."""
    batches = documents.batches(batch_size)
    model = new_model(batches, **parameters)
    seconds = []
    for _ in range(passes):
        start = time.perf_counter(), time.process_time()
        if method == "online":
            model.fit_online(batches, asynchronous=asynchronous)
        else:
            model.fit_offline(batches, num_collection_passes=1)
        seconds.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return {"seconds": seconds}, {"topic_word": topic_word_of(model, documents)}


def task_memory(documents, batch_size, **parameters):
    """What one online pass over batches on disk costs, memory above all."""
    batches = documents.batches(batch_size)
    model = new_model(batches, **parameters)
    del documents.data, documents.indices
    _, cost = measured(lambda: model.fit_online(batches))
    return cost._asdict(), {}


def main():
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text())
    task = globals()["task_" + job.pop("task")]
    results, arrays = task(Documents(folder), **job)
    (folder / "results.json").write_text(json.dumps(results))
    if arrays:
        np.savez(folder / "arrays.npz", **arrays)


if __name__ == "__main__":
    main()
