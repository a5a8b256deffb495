"""The least that a typer command with a pydantic model costs: what `jixiao score` is measured against."""

import typer
from pydantic import BaseModel

app = typer.Typer()


class Part(BaseModel):
    name: str
    weight: int


class Form(BaseModel):
    name: str
    parts: tuple[Part, ...]


@app.command()
def hello(name: str) -> None:
    form = Form.model_validate({"name": name, "parts": [{"name": "a", "weight": 1}]})
    typer.echo(f"{form.name}: {form.parts[0].weight}")


if __name__ == "__main__":
    app()
