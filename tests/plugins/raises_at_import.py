raise RuntimeError("坏了")
