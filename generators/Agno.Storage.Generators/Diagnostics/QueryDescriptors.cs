using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>The rules about methods that carry <c>[SessionQuery]</c> or <c>[SessionDelete]</c>.</summary>
internal static class QueryDescriptors
{
    public static readonly DiagnosticDescriptor NotGeneratable = Error("AGS0401", "A query's body can't be generated",
        "'{0}' can't be generated, because {1}");

    public static readonly DiagnosticDescriptor NoStore = Error("AGS0402", "A query has no store",
        "'{0}' has no sessions to look at, because {1}: give it a parameter 'this ISessionStore<...> sessions', or its class a primary constructor with one");

    public static readonly DiagnosticDescriptor InvalidReturnType = Error("AGS0403", "A query can't have this return type",
        "'{0}' can't return '{1}', because {2}");

    public static readonly DiagnosticDescriptor UnknownMember = Error("AGS0404", "A query names no stored member",
        "'{0}' is not a stored member of '{1}': {2}");

    public static readonly DiagnosticDescriptor WrongType = Error("AGS0405", "A query's type is not its member's",
        "'{0}' is of type '{1}', and '{2}' of type '{3}': {4}");

    public static readonly DiagnosticDescriptor JsonMember = Error("AGS0406", "A query names a JSON member",
        "'{0}' is stored as JSON, which a query neither compares, orders by nor gives alone: store what is needed in a scalar member of its own, or read the whole session");

    public static readonly DiagnosticDescriptor InvalidComparison = Error("AGS0407", "A member can't be compared in this way",
        "'{0}' can't be compared with '{1}' by {2}, because {3}");

    public static readonly DiagnosticDescriptor InvalidOrder = Error("AGS0408", "A query can't have this order",
        "'{0}' can't be ordered by '{1}', because {2}");

    public static readonly DiagnosticDescriptor UselessParameter = Error("AGS0409", "A query has no use for a parameter",
        "'{0}' has no use for '{1}', because {2}");

    public static readonly DiagnosticDescriptor UnboundedDelete = Error("AGS0410", "A delete may find everything",
        "'{0}' would delete more than was meant, because {1}");

    public static readonly DiagnosticDescriptor NoIndex = Info("AGS0411", "A query looks at every session",
        "'{0}' looks at every session, because {1}");

    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotGeneratable, NoStore, InvalidReturnType, UnknownMember, WrongType, JsonMember, InvalidComparison, InvalidOrder, UselessParameter, UnboundedDelete, NoIndex,
    ];
}
