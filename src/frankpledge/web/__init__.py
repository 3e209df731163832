"""Page components, layouts and routes: how every page looks, and how every address names its permission."""
