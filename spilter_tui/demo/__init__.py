"""A whole workshop on this machine, over real sockets: server, scripted people, and a facilitator at the desk."""
