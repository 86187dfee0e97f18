namespace Agno.Storage.Json;

/// <summary>Which JSON text is accepted and written.</summary>
public enum JsonDialect
{
    /// <summary>RFC 8259.</summary>
    Strict,

    /// <summary>
    /// What Python's <c>json</c> module reads and writes: also NaN, Infinity and -Infinity, and strings with lone surrogates,
    /// escaped as <c>\udXXX</c>.
    /// </summary>
    Python,
}
