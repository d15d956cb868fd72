"""Words and names of topics, chosen by what a topic's documents and words mean."""

from ._base_step import RepresentationStep
from ._llm.llm_adapters import (
    anthropic_llm,
    cohere_llm,
    langchain_llm,
    llama_cpp_llm,
    openai_llm,
    transformers_llm,
)
from ._llm.llm_naming import LLMNaming
from ._llm.naming_estimate import NamingEstimate
from ._llm.naming_report import NamedTopics, NamingReport, NamingRow

__all__ = [
    "LLMNaming",
    "NamedTopics",
    "NamingEstimate",
    "NamingReport",
    "NamingRow",
    "RepresentationStep",
    "anthropic_llm",
    "cohere_llm",
    "langchain_llm",
    "llama_cpp_llm",
    "openai_llm",
    "transformers_llm",
]
