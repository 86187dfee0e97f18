using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>Makes rules: one category, and a page in docs/rules for each.</summary>
internal static class Rule
{
    public static DiagnosticDescriptor Error(string id, string title, string message) => Of(id, title, message, DiagnosticSeverity.Error);

    public static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) => Of(id, title, message, DiagnosticSeverity.Warning, tags);

    public static DiagnosticDescriptor Info(string id, string title, string message) => Of(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Of(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, "Agno.Storage", severity, isEnabledByDefault: true, helpLinkUri: $"docs/rules/{id}.md", customTags: tags);
}
