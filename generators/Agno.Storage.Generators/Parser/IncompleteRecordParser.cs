using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>What can be said of a record with an error.</summary>
internal static class IncompleteRecordParser
{
    /// <summary>The model; null where no code can be added to the type, or the type can't have the contract.</summary>
    public static IncompleteRecordModel? Parse(INamedTypeSymbol record, TypeDeclarationSyntax syntax, ModeColumns mode, Surroundings? surroundings) =>
        !TypeParser.IsExtensible(record, syntax) || record.IsStatic || record.IsValueType
            ? null
            : new()
            {
                HintName = TypeParser.HintName(record, surroundings),
                Namespace = TypeParser.Namespace(record),
                ContainingTypes = TypeParser.ContainingTypes(record),
                Declaration = TypeParser.Declaration(record),
                Name = record.Name,
                Type = record.Bare().Display(),
                Members = mode.Identity.Where(identity => !Declares(record, mode, identity)).Select(identity => ColumnParser.Complete(mode, identity)).ToEquatableArray(),
                HasResolver = record.Name != SessionRecordParser.Resolver && record.GetMembers(SessionRecordParser.Resolver).All(member => member.IsGenerated(record)),
            };

    // Whether a member is stored in the column, or has the name of the one that would be.
    private static bool Declares(INamedTypeSymbol record, ModeColumns mode, IdentityColumn identity) =>
        record.Name == identity.Member
        || SessionRecordParser.CompletedByBases(record).Contains(identity.Member)
        || MemberParser.SelfAndBases(record).SelectMany(type => type.GetMembers()).Where(member => !member.IsGenerated(record))
            .Any(member => member.Name == identity.Member || (member is IPropertySymbol property && ColumnParser.NameOf(property, mode) == identity.Name));
}
