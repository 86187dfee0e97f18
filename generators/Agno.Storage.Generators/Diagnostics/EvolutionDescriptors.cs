using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>The rules about schemas that evolve: what would lose or break stored data is an error, what is not recorded yet a warning.</summary>
internal static class EvolutionDescriptors
{
    // Behind the message's arguments come those of the code fix: the snapshot's path, the version and its block.
    public static readonly DiagnosticDescriptor NotRecorded = Warning("AGS0201", "The schema is not what its snapshot says",
        "'{0}' is not stored as '{1}' says: it {2}. Record that as version {3}: apply the code fix, or raise Version and add the block to the file.");

    public static readonly DiagnosticDescriptor DroppedColumn = Error("AGS0202", "A stored column has no member any more",
        "'{0}' no longer stores the column '{1}' of version {2}, whose values would be out of reach: put the member back, add [FormerName(\"{1}\")] to the member that took its place, or add [SessionDropped(\"{1}\")] to '{0}' to drop it with its values");

    public static readonly DiagnosticDescriptor RenamedColumn = Error("AGS0203", "A stored column seems to be renamed",
        "'{0}' is stored in '{1}', which version {2} does not have, and nothing stores its column '{3}' any more: add [FormerName(\"{3}\")] to '{0}' to keep the values, or [SessionDropped(\"{3}\")] to the record to drop them");

    public static readonly DiagnosticDescriptor NarrowedColumn = Error("AGS0204", "A stored column is narrowed",
        "'{0}' is stored as {1}, which does not hold every {2} that version {3} stored: keep the type, or declare a member of another name and fill it in a [SessionBackfill] method");

    public static readonly DiagnosticDescriptor RequiredColumn = Error("AGS0205", "A required column has no value for stored sessions",
        "'{0}' can't be null, and sessions that version {1} stored have no value for it: make it nullable, or give it a default with [SessionColumn(Default = ...)]");

    public static readonly DiagnosticDescriptor MalformedSnapshot = Error("AGS0206", "A snapshot file is malformed",
        "'{0}' line {1}: {2}");

    public static readonly DiagnosticDescriptor OlderThanSnapshot = Error("AGS0207", "The record is older than its snapshot",
        "'{0}' has version {1}, and '{2}' knows version {3}: set Version to {3}, or take the block out if it was never released");

    public static readonly DiagnosticDescriptor InvalidDefault = Error("AGS0208", "A default does not fit its column",
        "The default of '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor InvalidBackfill = Error("AGS0209", "A backfill can't be called",
        "'{0}' can't be called when a table is upgraded, because {1}");

    public static readonly DiagnosticDescriptor NoSnapshot = Warning("AGS0210", "An attribute needs a snapshot file",
        "[{0}] does nothing on '{1}', because no snapshot file says how its sessions were stored before: add '{1}.schema.txt' to the project as AdditionalFiles, or remove the attribute");

    public static readonly DiagnosticDescriptor SharedTable = Error("AGS0211", "A shared table has no snapshot",
        "'{0}' is stored in a table that Agno shares among the types of sessions, so that one record can't change it: remove '{1}' from the project; columns that are missing are added without it");

    public static readonly DiagnosticDescriptor UnusedSnapshot = Warning("AGS0212", "A snapshot file belongs to no record",
        "'{0}' describes '{1}', and the project has no session record of that name: rename the file to '<record>.schema.txt', with the record's namespace or without it, or remove it from the project",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor FormerNameTaken = Error("AGS0213", "A former name can't be taken over",
        "'{0}' can't take over the column '{1}' of version {2}, because {3}");

    public static readonly DiagnosticDescriptor RequiredInSharedTable = Warning("AGS0214", "A required column has no value in rows of others",
        "'{0}' can't be null, and sessions that Agno stored in the table they share, or that '{1}' stored before it had '{0}', have no value for it: make it nullable, or give it a default with [SessionColumn(Default = ...)]");

    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotRecorded, DroppedColumn, RenamedColumn, NarrowedColumn, RequiredColumn, MalformedSnapshot, OlderThanSnapshot, InvalidDefault, InvalidBackfill, NoSnapshot,
        SharedTable, UnusedSnapshot, FormerNameTaken, RequiredInSharedTable,
    ];
}
