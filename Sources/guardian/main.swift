print("guardian")
