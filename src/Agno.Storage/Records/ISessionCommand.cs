using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>
/// A statement about sessions that generated code gives to engines: the SQL of a method that carries <see cref="SessionDeleteAttribute"/>, or as an
/// <see cref="ISessionQuery{TSession, TResult}"/> <see cref="SessionQueryAttribute"/>, and the arguments of one call.
/// </summary>
/// <typeparam name="TSession">The session's type.</typeparam>
public interface ISessionCommand<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>The method's name, for errors.</summary>
    static abstract string Name { get; }

    /// <summary>How many parameters the SQL has.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>
    /// Gives the SQL in a dialect, or null where the query was compiled without it. That of a command gives the id of each session that it deletes. Values are parameters of it: the engine binds the given ones, parameter ?1 to ordinal 0 and so on.
    /// </summary>
    /// <param name="dialect">The dialect's name, such as <c>sqlite</c>.</param>
    /// <param name="table">The table the SQL is for.</param>
    /// <param name="session">The session's own SQL for that table.</param>
    /// <param name="given">Which parameters have a value: predicates of the others are left out, or ask for null.</param>
    static abstract string? GetSql(string dialect, SqlTable table, SessionSql session, QueryShape given);

    /// <summary>Writes the arguments. Ordinal 0 is left to the engine: the user whose store it is, where it is one user's.</summary>
    /// <exception cref="ArgumentException">An argument can't be compared with what is stored.</exception>
    void WriteParameters(RowBuffer parameters);
}
