/** One line of Jaeger's Monitor tab. `p95` is ms, `rate` calls per second, `errors` and `impact` shares. */
export type Operation = { operation: string; p95?: number; rate?: number; errors?: number; impact?: number };
