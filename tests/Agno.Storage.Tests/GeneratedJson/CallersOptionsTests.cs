namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>A record's resolver follows the options of its caller as System.Text.Json does by reflection: random options, values and texts.</summary>
public sealed class CallersOptionsTests
{
    [Fact] public void Scalars() => Differential.CheckWithOptions<Scalars>();
    [Fact] public void NullableScalars() => Differential.CheckWithOptions<NullableScalars>();
    [Fact] public void Collections() => Differential.CheckWithOptions<Collections>();
    [Fact] public void Dictionaries() => Differential.CheckWithOptions<Dictionaries>();
    [Fact] public void Positional() => Differential.CheckWithOptions<Positional>();
    [Fact] public void NullablePoints() => Differential.CheckWithOptions<Point?>();
    [Fact] public void StructWithConstructor() => Differential.CheckWithOptions<Money>();
    [Fact] public void MutableStruct() => Differential.CheckWithOptions<Mutable>();
    [Fact] public void ChosenConstructor() => Differential.CheckWithOptions<Chosen>();
    [Fact] public void RequiredMembers() => Differential.CheckWithOptions<Required>();
    [Fact] public void InitOnlyMembers() => Differential.CheckWithOptions<InitOnly>();
    [Fact] public void InheritedMembers() => Differential.CheckWithOptions<Parrot>();
    [Fact] public void NamedMembers() => Differential.CheckWithOptions<Names>();
    [Fact] public void IgnoredMembers() => Differential.CheckWithOptions<Ignored>();
    [Fact] public void IncludedMembers() => Differential.CheckWithOptions<Included>();
    [Fact] public void OrderedMembers() => Differential.CheckWithOptions<Ordered>();
    [Fact] public void ExtensionDictionary() => Differential.CheckWithOptions<ExtensionDictionary>();
    [Fact] public void UnmappedMembers() => Differential.CheckWithOptions<Closed>();
    [Fact] public void NumbersAsText() => Differential.CheckWithOptions<NumbersAsText>();
    [Fact] public void NumbersByMember() => Differential.CheckWithOptions<NumbersByMember>();
    [Fact] public void Enums() => Differential.CheckWithOptions<Enums>();
    [Fact] public void RecursiveTypes() => Differential.CheckWithOptions<Tree>();
    [Fact] public void GenericTypes() => Differential.CheckWithOptions<Pages>();
    [Fact] public void PolymorphicTypes() => Differential.CheckWithOptions<Polymorphic>();
    [Fact] public void PolymorphicRoots() => Differential.CheckWithOptions<Event>();
    [Fact] public void AbstractPolymorphicRoots() => Differential.CheckWithOptions<Part>();
    [Fact] public void CustomConverters() => Differential.CheckWithOptions<Converted>();
    [Fact] public void PrivateAccessors() => Differential.CheckWithOptions<PrivateAccess>();
    [Fact] public void InitOnlyMembersOfGenericTypes() => Differential.CheckWithOptions<Boxes>();
    [Fact] public void IgnoredMembersThatHideOthers() => Differential.CheckWithOptions<Shadowing>();
    [Fact] public void IgnoredOverrides() => Differential.CheckWithOptions<IgnoringOverride>();
    [Fact] public void MembersThatHideOthersUnderAnotherName() => Differential.CheckWithOptions<Renaming>();
    [Fact] public void Callbacks() => Differential.CheckWithOptions<CalledBack>();
    [Fact] public void ConvertersDerivedFromTheStringEnumConverter() => Differential.CheckWithOptions<Ranks>();
}
