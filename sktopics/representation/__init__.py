"""Words and names of topics, chosen by what a topic's documents and words mean."""

from ._base_step import RepresentationStep
from ._cross_encoder_ranking import CrossEncoderRanking
from ._image_collage import image_captions, image_collage
from ._topic_images import TopicImages
from ._zero_shot_names import ZeroShotNames

__all__ = [
    "CrossEncoderRanking",
    "RepresentationStep",
    "TopicImages",
    "ZeroShotNames",
    "image_captions",
    "image_collage",
]
