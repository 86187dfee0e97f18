using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>Finds the member that holds the runs, which is not a column of the session's table.</summary>
internal static class RunsParser
{
    private const string Column = "Agno.Storage.JsonColumn";
    private const string OtherList = "declare a List, an IReadOnlyList, another interface of a list, an array or an ImmutableList of runs";

    private static readonly string[] ColumnAttributes = [KnownTypes.SessionColumnAttribute, KnownTypes.SessionIndexAttribute, KnownTypes.SessionVersionAttribute];

    /// <summary>Takes the members that carry <c>[SessionRuns]</c> out of the list of those that are columns; null where there is none, or an error stands against it.</summary>
    public static RunsModel? Take(List<IPropertySymbol> members, INamedTypeSymbol record, ModeColumns mode, string layout, JsonGraphParser json, Compilation compilation, List<DiagnosticInfo> diagnostics)
    {
        List<IPropertySymbol> marked = members.FindAll(member => member.ColumnAttribute(KnownTypes.SessionRunsAttribute) is not null);
        members.RemoveAll(marked.Contains);
        if (marked.Count == 0)
            return null;
        IPropertySymbol member = marked[0];
        foreach (IPropertySymbol other in marked.Skip(1))
            Report(RunDescriptors.TwoMembers, other, member.Name, other.Name);
        foreach (string attribute in ColumnAttributes.Where(name => member.ColumnAttribute(name) is not null))
            Report(Descriptors.NoEffect, member, attribute.Substring(attribute.LastIndexOf('.') + 1).Replace("Attribute", ""), member.Name, "runs are rows of a table of their own");
        if (mode.HasRunsInRow)
        {
            Report(RunDescriptors.RunsInRow, member, member.Name, layout);
            return null;
        }
        if (WhyNot(member, out ITypeSymbol run) is var (reason, fix))
        {
            Report(RunDescriptors.InvalidMember, member, member.Name, reason, fix);
            return null;
        }
        bool isLazy = run.Is(Column);
        if (json.AddRun(isLazy ? ((INamedTypeSymbol)run).TypeArguments[0] : run, member, out bool hasId) is not { } codec)
            return null;
        if (!hasId)
        {
            Report(RunDescriptors.NoRunId, member, member.Name, run.Readable());
            return null;
        }
        string column = mode.Canonical(Naming.ToSnakeCase(member.Name));
        return new()
        {
            Member = Naming.Escape(member.Name),
            ListColumn = column,
            LegacyColumn = mode.ReservesRuns ? ModeColumns.RunsColumn : mode.Data.Contains(column) ? column : null,
            FormerName = member.ColumnAttribute(KnownTypes.FormerNameAttribute)?.ConstructorArguments.FirstOrDefault().Value as string,
            RunType = run.Display(),
            JsonCodec = codec,
            IsLazy = isLazy,
            TakesList = TakesList(member.Type.Bare()),
            IsCopied = member.SetMethod!.IsInitOnly,
            IsAgnos = mode.SessionType is not null,
        };

        void Report(DiagnosticDescriptor descriptor, IPropertySymbol at, params string[] arguments) =>
            diagnostics.Add(DiagnosticInfo.Of(descriptor, at.LocationWithin(record), arguments));

        (string, string)? WhyNot(IPropertySymbol property, out ITypeSymbol element)
        {
            ITypeSymbol type = property.Type.Bare();
            element = ElementOf(type);
            return property switch
            {
                _ when SymbolEqualityComparer.Default.Equals(element, type) => ($"'{type.Readable()}' is not a list whose order and elements are kept", OtherList),
                _ when element.IsMarkedNullable() => ($"its elements are of type '{element.Readable()}', and no run is null", "make them not nullable"),
                { SetMethod: null } => ("it can't be set when a session is read", "give it a set accessor"),
                _ when !compilation.IsSymbolAccessibleWithin(property.SetMethod, record) => ("its set accessor is not accessible to the record", "make it accessible"),
                { SetMethod.IsInitOnly: true } when !record.IsRecord => ("it can be set only when a session is made, and a class can't be copied", "give it a set accessor"),
                _ when property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax => ("it is a parameter of the constructor, and runs are read after the session is made", "declare a property"),
                _ => null,
            };
        }
    }

    // The element's type; the type itself where it is not a list of ours.
    private static ITypeSymbol ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when TakesList(type) || type.Is("System.Collections.Immutable.ImmutableList") || type.Is("System.Collections.Immutable.IImmutableList") => named.TypeArguments[0],
        _ => type,
    };

    private static bool TakesList(ITypeSymbol type) => KnownTypes.Lists.Contains(type.FullName());
}
