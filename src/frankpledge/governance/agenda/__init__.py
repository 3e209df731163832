"""Everything before a meeting: the work ahead, dates, notices, the agenda and its papers, the pack, replies, the brief."""
