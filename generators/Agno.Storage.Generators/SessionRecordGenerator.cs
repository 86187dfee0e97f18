using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators;

[Generator(LanguageNames.CSharp)]
public sealed class SessionRecordGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
