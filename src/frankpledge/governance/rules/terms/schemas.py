SCHEMAS: dict[str, dict[str, object]] = {}
