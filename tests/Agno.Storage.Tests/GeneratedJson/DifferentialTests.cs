namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Random values and texts of every shape, in generated code and System.Text.Json.</summary>
public sealed class DifferentialTests
{
    [Fact] public void Scalars() => Differential.Check<Scalars>();
    [Fact] public void NullableScalars() => Differential.Check<NullableScalars>();
    [Fact] public void Collections() => Differential.Check<Collections>();
    [Fact] public void Dictionaries() => Differential.Check<Dictionaries>();
    [Fact] public void Positional() => Differential.Check<Positional>();
    [Fact] public void Points() => Differential.Check<Point>();
    [Fact] public void NullablePoints() => Differential.Check<Point?>();
    [Fact] public void StructWithConstructor() => Differential.Check<Money>();
    [Fact] public void MutableStruct() => Differential.Check<Mutable>();
    [Fact] public void ChosenConstructor() => Differential.Check<Chosen>();
    [Fact] public void RequiredMembers() => Differential.Check<Required>();
    [Fact] public void InitOnlyMembers() => Differential.Check<InitOnly>();
    [Fact] public void InheritedMembers() => Differential.Check<Parrot>();
    [Fact] public void NamedMembers() => Differential.Check<Names>();
    [Fact] public void IgnoredMembers() => Differential.Check<Ignored>();
    [Fact] public void IncludedMembers() => Differential.Check<Included>();
    [Fact] public void OrderedMembers() => Differential.Check<Ordered>();
    [Fact] public void ExtensionDictionary() => Differential.Check<ExtensionDictionary>();
    [Fact] public void ExtensionInterface() => Differential.Check<ExtensionInterface>();
    [Fact] public void UnmappedMembers() => Differential.Check<Closed>();
    [Fact] public void NumbersAsText() => Differential.Check<NumbersAsText>();
    [Fact] public void NumbersByMember() => Differential.Check<NumbersByMember>();
    [Fact] public void Enums() => Differential.Check<Enums>();
    [Fact] public void RecursiveTypes() => Differential.Check<Tree>();
    [Fact] public void Documents() => Differential.Check<Documents>(repeat: false);
    [Fact] public void GenericTypes() => Differential.Check<Pages>();
    [Fact] public void PolymorphicTypes() => Differential.Check<Polymorphic>();
    [Fact] public void PolymorphicRoots() => Differential.Check<Event>();
    [Fact] public void AbstractPolymorphicRoots() => Differential.Check<Part>();
    [Fact] public void CustomConverters() => Differential.Check<Converted>();
    [Fact] public void DelegatedTypes() => Differential.Check<Delegated>();
    [Fact] public void PrivateAccessors() => Differential.Check<PrivateAccess>();
    [Fact] public void InitOnlyMembersOfGenericTypes() => Differential.Check<Boxes>();
    [Fact] public void IgnoredMembersThatHideOthers() => Differential.Check<Shadowing>();
    [Fact] public void IgnoredOverrides() => Differential.Check<IgnoringOverride>();
    [Fact] public void MembersThatHideOthersUnderAnotherName() => Differential.Check<Renaming>();
    [Fact] public void Callbacks() => Differential.Check<CalledBack>();
    [Fact] public void ConvertersDerivedFromTheStringEnumConverter() => Differential.Check<Ranks>();
    [Fact] public void LazyColumns() => Differential.Check<List<Tree>>();
}
