/** Names of mistakes that more than one look can find: what they find of one mistake is shown together. */
export const mistakes = {
  httpToGrpc: 'HTTP to the port of gRPC',
  grpcToHttp: 'gRPC to the port of HTTP',
  tls: 'TLS, which the lab does not speak',
  path: 'a wrong path, probably /v1/traces twice',
  guess: 'probably HTTP or TLS to the port of gRPC',
  noName: 'spans without service.name',
  otherName: 'another service.name',
} as const;
