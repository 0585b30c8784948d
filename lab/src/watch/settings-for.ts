import type { Language } from '../score/report.ts';
import type { OwnReceiver } from './own-receiver.ts';

/** The wire formats of OTLP, as the variable OTEL_EXPORTER_OTLP_PROTOCOL names them. */
export type Protocol = 'grpc' | 'http/protobuf' | 'http/json';

/** How a service of a language is made to send: lines of a shell, the last one starts it. */
export type SendSettings = { language: Language; title: string; lines: string[]; besides: string };

type Row = {
  title: string;
  /** What its SDK speaks if nothing is set; undefined where the code chooses. */
  protocol?: Protocol;
  variables?: Record<string, string>;
  start: string;
  besides: string;
};

/** What differs between the languages. Everything else is the same three variables (docs/own-service.md). */
const table: Record<Language, Row> = {
  nodejs: {
    title: 'Node.js',
    protocol: 'http/protobuf',
    start: 'node --import @opentelemetry/auto-instrumentations-node/register app.js',
    besides:
      'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node; ES modules need a hook as well: docs/own-service.md',
  },
  python: {
    title: 'Python',
    protocol: 'grpc',
    variables: { OTEL_SEMCONV_STABILITY_OPT_IN: 'http' },
    start: 'opentelemetry-instrument python app.py',
    besides: 'pip install opentelemetry-distro opentelemetry-exporter-otlp, and the instrumentation of your framework',
  },
  java: {
    title: 'Java',
    protocol: 'http/protobuf',
    start: 'java -javaagent:opentelemetry-javaagent.jar -jar app.jar',
    besides: 'the agent instruments by itself; it needs no change of code',
  },
  go: {
    title: 'Go',
    start: './app',
    besides: 'the code chooses the protocol: otlptracehttp.New(ctx), with otelhttp.NewHandler around the routes',
  },
  dotnet: {
    title: '.NET',
    protocol: 'grpc',
    start: 'dotnet run',
    besides: 'AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation().AddOtlpExporter())',
  },
  webjs: {
    title: 'Browser',
    protocol: 'http/json',
    start: '',
    besides: 'start the lab with OTLP_CORS_ORIGINS=<origin of the page>; a browser speaks HTTP, never gRPC',
  },
  other: { title: 'Another language', start: './app', besides: 'the SDK has to export OTLP' },
};

/** The languages that have settings, in the order in which they are offered. */
export const languages = Object.keys(table) as readonly Language[];

/** What people call a language. */
export const titleOfLanguage = (language: Language): string => table[language].title;

/** What a service of a language should set to be seen by this lab, by HTTP: every SDK has it. */
export function settingsFor(language: Language, service: string, { http }: Pick<OwnReceiver, 'http'>): SendSettings {
  const { title, variables = {}, start, besides } = table[language];
  const name = quotedForShell(service);
  const set = {
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: http,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    ...variables,
  };
  const lines =
    language === 'webjs'
      ? [
          `new OTLPTraceExporter({ url: '${http}/v1/traces' })`,
          `resourceFromAttributes({ 'service.name': ${JSON.stringify(service)} })`,
        ]
      : [...Object.entries(set).map(([variable, value]) => `export ${variable}=${value}`), start];
  return { language, title, lines, besides };
}

/** The protocol of an SDK of which nothing is set, by the name of the program that runs it; undefined if it is not known. */
export function usualProtocol(program: string): Protocol | undefined {
  const [, language] = programs.find(([pattern]) => pattern.test(program)) ?? [];
  return language && table[language].protocol;
}

const programs: readonly (readonly [RegExp, Language])[] = [
  [/^node/, 'nodejs'],
  [/^python/, 'python'],
  [/^java$/, 'java'],
  [/^dotnet$/, 'dotnet'],
];

function quotedForShell(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
