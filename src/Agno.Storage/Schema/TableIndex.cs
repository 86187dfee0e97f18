using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>An index of a session table, named <c>idx_{table}_{first column}</c>.</summary>
/// <param name="Columns">The indexed columns, in order. <c>created_at</c> is indexed newest first.</param>
public sealed record TableIndex(ImmutableArray<string> Columns);
