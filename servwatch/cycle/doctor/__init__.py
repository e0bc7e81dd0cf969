"""`doctor`: everything an administrator should know before trouble comes, each finding with what to do.

finding       a finding: good, doubtful or wrong
examination   which checks there are, in their order, and how they are run
installation  the configuration, the rights of its files, templates, extras, the parser process
archive_state the database, its disk, its locks, its last backup
clock_check   this machine's clock against the archive and a watched host
relay         the mail relay, step by step as far as MAIL and RCPT
sender        what the name service says of the sender's domain
certificates  certificates that end, and other things that do
hosts         every host and port to open outward
trial         the one letter that may be sent, when it is asked for
"""
