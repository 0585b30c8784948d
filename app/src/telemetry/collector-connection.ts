import { ExportResultCode } from '@opentelemetry/core';
import { convertLegacyOtlpGrpcOptions, createOtlpGrpcExportDelegate } from '@opentelemetry/otlp-grpc-exporter-base';
import {
  type IExporterMetricsHelper,
  type ISerializer,
  LogsExporterMetricsHelper,
  MetricsExporterMetricsHelper,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** The collector took a request. `rejected`: items in it that it did not take (OTLP's partial success), `message`: why, or a warning. */
export interface Taken {
  rejected: number;
  message: string;
}

/** Sends one request after the other to the collector. `send` rejects with the gRPC error of a request that was not taken. */
export interface Connection<Items> {
  send(items: Items): Promise<Taken>;
  close(): Promise<void>;
}

/** For traces, to the collector at `endpoint` (OTLP/gRPC). */
export const connectTraces = (endpoint: string): Connection<ReadableSpan[]> =>
  connect(endpoint, 'Trace', ProtobufTraceSerializer, TraceExporterMetricsHelper);

/** For metrics, to the collector at `endpoint` (OTLP/gRPC). */
export const connectMetrics = (endpoint: string): Connection<ResourceMetrics> =>
  connect(endpoint, 'Metrics', ProtobufMetricsSerializer, MetricsExporterMetricsHelper);

/** For log lines, to the collector at `endpoint` (OTLP/gRPC). */
export const connectLogs = (endpoint: string): Connection<ReadableLogRecord[]> =>
  connect(endpoint, 'Logs', ProtobufLogsSerializer, LogsExporterMetricsHelper);

type Response = {
  partialSuccess?: {
    rejectedSpans?: number;
    rejectedDataPoints?: number;
    rejectedLogRecords?: number;
    errorMessage?: string;
  };
};

/** The SDK's names of the signals in its settings. */
const settingsOf = { Trace: 'TRACES', Metrics: 'METRICS', Logs: 'LOGS' } as const;

let connections = 0;

/** Made from the parts of the SDK's exporters, which log a partial success and do not return it. */
function connect<Items>(
  endpoint: string,
  signal: keyof typeof settingsOf,
  serializer: ISerializer<Items, Response>,
  counts: IExporterMetricsHelper<Items>,
): Connection<Items> {
  connections += 1;
  const options = {
    url: endpoint,
    timeoutMillis: 10_000,
    // grpc-js shares connections, and their back-off after a failure, among channels with equal options
    userAgent: `span-metrics-lab connection/${connections}`,
  };
  let taken: Taken;
  const delegate = createOtlpGrpcExportDelegate(
    convertLegacyOtlpGrpcOptions(options, settingsOf[signal]),
    {
      serializeRequest: serializer.serializeRequest,
      deserializeResponse: (bytes) => {
        const { rejectedSpans, rejectedDataPoints, rejectedLogRecords, errorMessage } =
          serializer.deserializeResponse(bytes).partialSuccess ?? {};
        taken = {
          rejected: rejectedSpans ?? rejectedDataPoints ?? rejectedLogRecords ?? 0,
          message: errorMessage ?? '',
        };
      },
    },
    'unused',
    counts,
    undefined, // without a meter provider it does not count: exporter-metrics.ts does
    `${signal}ExportService`,
    `/opentelemetry.proto.collector.${signal.toLowerCase()}.v1.${signal}Service/Export`,
  );
  return {
    send: (items) =>
      new Promise((resolve, reject) => {
        taken = { rejected: 0, message: '' };
        delegate.export(items, ({ code, error }) =>
          code === ExportResultCode.SUCCESS ? resolve(taken) : reject(error as Error),
        );
      }),
    close: () => delegate.shutdown(),
  };
}
