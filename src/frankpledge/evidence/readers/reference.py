def read_reference(path, into, *, name=""):
    raise NotImplementedError
