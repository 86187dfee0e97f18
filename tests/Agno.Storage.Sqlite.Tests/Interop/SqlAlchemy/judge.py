"""Reads and writes tables of sessions as Python Agno does it: with SQLAlchemy, which decodes a JSON column by its type.

judge.py read LAYOUT FILE TABLE    prints the declared types and the rows as one JSON object
judge.py write LAYOUT FILE TABLE   stores the rows of a JSON array from standard input, each inserted or, where it is there, updated

Agno 1 names the types of its columns in code. Agno 2 and 3 take them from the table, and put the JSON of a session into a JSON string.
"""
import json
import sys

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, select
from sqlalchemy.dialects import sqlite

IDS = ["user_id", "agent_id", "team_id", "workflow_id", "workflow_name", "team_session_id"]
DATA = ["memory", "session_data", "extra_data", "agent_data", "team_data", "workflow_data", "runs"]


def named_in_code(engine, name, metadata):
    there = {column.name for column in Table(name, MetaData(), autoload_with=engine).columns}
    columns = [Column("session_id", String, primary_key=True), Column("created_at", Integer), Column("updated_at", Integer)]
    columns += [Column(name, String) for name in IDS if name in there]
    columns += [Column(name, sqlite.JSON) for name in DATA if name in there]
    return Table(name, metadata, *columns)


def open_table(layout, file, name):
    engine = create_engine(f"sqlite:///{file}")
    metadata = MetaData()
    return engine, named_in_code(engine, name, metadata) if layout == 1 else Table(name, metadata, autoload_with=engine)


def json_columns(table):
    return [column.name for column in table.columns if isinstance(column.type, sqlite.JSON)]


def is_nested(layout, column):
    return layout > 1 and column != "run_data"


def read(layout, engine, table):
    rows = []
    with engine.connect() as connection:
        for stored in connection.execute(select(table)).mappings():
            row = dict(stored)
            for name in json_columns(table):
                if is_nested(layout, name) and isinstance(row[name], str):
                    row[name] = json.loads(row[name])
            rows.append(row)
    types = {column.name: str(column.type) for column in table.columns}
    json.dump({"types": types, "rows": rows}, sys.stdout)


def write(layout, engine, table):
    key = next(iter(table.primary_key)).name
    with engine.begin() as connection:
        for row in json.load(sys.stdin):
            for name in json_columns(table):
                if is_nested(layout, name) and row.get(name) is not None:
                    row[name] = json.dumps(row[name])
            insert = sqlite.insert(table).values(**row)
            connection.execute(insert.on_conflict_do_update(index_elements=[key], set_={name: insert.excluded[name] for name in row if name != key}))


def main():
    verb, layout, file, name = sys.argv[1:]
    engine, table = open_table(int(layout), file, name)
    {"read": read, "write": write}[verb](int(layout), engine, table)


main()
