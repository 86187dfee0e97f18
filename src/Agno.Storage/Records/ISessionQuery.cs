using System.Collections.Immutable;

namespace Agno.Storage.Records;

/// <summary>A query that generated code gives to engines.</summary>
/// <typeparam name="TSession">The session's type.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
public interface ISessionQuery<TSession, TResult> : ISessionCommand<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>The names of the columns that are read, for error messages; empty where they are those of the whole session.</summary>
    static abstract ImmutableArray<string> Columns { get; }

    /// <summary>Makes a result of an engine's row. The column last asked for is the one at fault where it throws.</summary>
    /// <exception cref="FormatException">A column's value does not fit.</exception>
    /// <exception cref="OverflowException">A number is out of range.</exception>
    /// <exception cref="System.Text.Json.JsonException">A JSON column is malformed.</exception>
    static abstract TResult Read<TRow>(scoped ref TRow row)
        where TRow : struct, IRowReader, allows ref struct;
}
