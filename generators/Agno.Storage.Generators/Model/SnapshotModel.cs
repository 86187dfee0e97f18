using Agno.Storage.Generators.Diagnostics;

namespace Agno.Storage.Generators.Model;

/// <summary>A snapshot file: the shapes that a record's table had and has.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Record">The record that it names itself after, with or without namespace.</param>
/// <param name="Versions">The versions, oldest first.</param>
/// <param name="Fault">What is wrong with the file first; null where nothing is.</param>
internal sealed record SnapshotModel(string Path, string Record, EquatableArray<SnapshotVersionModel> Versions, DiagnosticInfo? Fault);

/// <summary>A block of a snapshot file.</summary>
/// <param name="Number">The version.</param>
/// <param name="Shape">What a table of that version has.</param>
internal sealed record SnapshotVersionModel(int Number, SchemaShapeModel Shape);

/// <summary>What a table has, and what it no longer has.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Indexes">Its indexes.</param>
/// <param name="Dropped">Columns of the version before that were dropped on purpose.</param>
/// <param name="FormerList">The column of the version before whose lists of runs became rows of their own; null for none.</param>
internal sealed record SchemaShapeModel(EquatableArray<ShapeColumnModel> Columns, EquatableArray<IndexModel> Indexes, EquatableArray<string> Dropped, string? FormerList);

/// <summary>A column of a shape.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">What it holds: the name of a <see cref="ScalarKind"/>, or <c>Json</c>.</param>
/// <param name="IsNullable">Whether it may hold NULL.</param>
/// <param name="Default">What it holds in rows that were stored without it, or null.</param>
/// <param name="FormerName">Its name in the version before, where it had another one; null otherwise.</param>
internal sealed record ShapeColumnModel(string Name, string Type, bool IsNullable, string? Default, string? FormerName);

/// <summary>A version as the record's table has it.</summary>
internal sealed record HistoryVersionModel(int Number, EquatableArray<ShapeColumnModel> Columns, EquatableArray<SchemaStepModel> Steps);

/// <summary>A step from a version to the next.</summary>
/// <param name="Kind">The name of the step's type, such as <c>AddColumn</c>.</param>
/// <param name="Name">The column, the former column of a rename, or the method of a backfill.</param>
/// <param name="Column">The column after the step; null where there is none.</param>
/// <param name="Index">The index; null where the step is about none.</param>
internal sealed record SchemaStepModel(string Kind, string Name, ShapeColumnModel? Column = null, IndexModel? Index = null);

/// <summary>A method that fills what a version brought.</summary>
/// <param name="Version">The version.</param>
/// <param name="Method">The method's name, escaped where it is a keyword.</param>
/// <param name="ReturnsRecord">Whether it gives the session to store.</param>
internal sealed record BackfillModel(int Version, string Method, bool ReturnsRecord);
