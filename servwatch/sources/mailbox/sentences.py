"""What is said of the mail of one poll."""

OK = "There are messages with content links."
EMPTY = "None of the new messages has a content link."
NONE_READABLE = "None of the new messages could be read."
UNREADABLE = "Messages that cannot be read: {count}."
