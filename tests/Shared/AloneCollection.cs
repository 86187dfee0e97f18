using Xunit;

namespace Agno.Storage.Tests;

/// <summary>Tests that count allocations run while no other does: others take rows and buffers from the same pools.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;
