"""The least that a typer command with a pydantic model costs: what `jixiao score` is measured against."""

import typer
from pydantic import BaseModel

app = typer.Typer()


class Part(BaseModel):
    name: str
    weight: int


class Whole(BaseModel):
    name: str
    parts: tuple[Part, ...]


@app.command()
def hello(name: str) -> None:
    whole = Whole.model_validate({"name": name, "parts": [{"name": "a", "weight": 1}]})
    typer.echo(f"{whole.name}: {whole.parts[0].weight}")


if __name__ == "__main__":
    app()
