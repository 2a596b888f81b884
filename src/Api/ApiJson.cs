using System.Text.Json.Serialization;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;

namespace Crossdock.Api;

/// <summary>Source-generated shapes of every answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(HealthState))]
[JsonSerializable(typeof(Taken))]
[JsonSerializable(typeof(Orders.OrderView))]
[JsonSerializable(typeof(Purchases.PurchaseView))]
[JsonSerializable(typeof(Returns.ReturnView))]
[JsonSerializable(typeof(Purchases.TransferView))]
[JsonSerializable(typeof(Runtime.Replenishment.Review))]
[JsonSerializable(typeof(Invoices.InvoiceView))]
[JsonSerializable(typeof(Statements.StatementsTaken))]
[JsonSerializable(typeof(Contracts.Messages.BankEntry))]
[JsonSerializable(typeof(Availability.AvailabilityView))]
[JsonSerializable(typeof(Stock.MovementResults))]
[JsonSerializable(typeof(Stock.StockPage))]
[JsonSerializable(typeof(Runtime.Synchronisation.SyncView))]
[JsonSerializable(typeof(Tasks.TaskPage))]
[JsonSerializable(typeof(Tasks.TaskTaken))]
[JsonSerializable(typeof(Prices.PricePage))]
[JsonSerializable(typeof(Prices.PriceView))]
[JsonSerializable(typeof(PolicyChanges.PolicyPage))]
[JsonSerializable(typeof(Runtime.Policies.PolicyHistory))]
[JsonSerializable(typeof(Runtime.Policies.PolicyPreview))]
[JsonSerializable(typeof(Cases.CasePage))]
[JsonSerializable(typeof(Cases.CaseView))]
[JsonSerializable(typeof(Operations.IncidentPage))]
[JsonSerializable(typeof(Operations.IncidentGroups))]
[JsonSerializable(typeof(Operations.ActTaken))]
[JsonSerializable(typeof(Operations.BulkView))]
[JsonSerializable(typeof(Operations.BulkPage))]
[JsonSerializable(typeof(Operations.BulkItemPage))]
internal sealed partial class ApiJson : JsonSerializerContext;
