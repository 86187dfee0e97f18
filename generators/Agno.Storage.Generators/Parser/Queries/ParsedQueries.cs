using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>What the parser makes of a class with query methods: a model of those without errors, unless there are none.</summary>
internal sealed record ParsedQueries(QueryClassModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
