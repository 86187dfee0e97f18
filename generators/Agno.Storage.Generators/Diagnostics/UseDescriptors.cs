using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>The rules about how stores are used.</summary>
internal static class UseDescriptors
{
    public static readonly DiagnosticDescriptor WaitsForTransaction = Warning("AGS0501", "A call waits for a transaction of its own method",
        "'{0}' waits for the transaction '{1}', which is open here, until it fails: {2}");
}
