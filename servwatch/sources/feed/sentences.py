"""The rules by which a body is judged to be a feed, each the sentence that `Parsed.rule` carries."""

OK = "It is a feed with items."
EMPTY = "It is a feed, but it holds no item."

HOLLOW = "It is a feed, but its entries hold neither title nor text nor address."

NOTHING = "The answer is empty where a feed was promised."
HTML = "An HTML page stands where a feed was promised."

NEITHER = "The answer is neither XML nor JSON."
OTHER_XML = "The answer is XML, but not a feed."
OTHER_JSON = "The answer is JSON, but not a JSON Feed."
BROKEN_JSON = "The answer begins like JSON, but cannot be read as JSON."
BROKEN_XML = "The XML is so broken that no item could be read."
CUT_SHORT = "The feed breaks off before the end of its first item."
PARSER_FAILED = "The feed parser gave up on it."

NESTED_ENTITIES = "It defines entities made of other entities, as only an attack does."
GROWING_ENTITIES = "Its entities make it grow beyond measure, as only an attack does."
TOO_DEEP = "Its elements are nested deeper than in any feed, as only an attack does."
