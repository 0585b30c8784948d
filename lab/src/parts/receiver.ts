/** The address at which the console's server takes Alertmanager's notifications: alertmanager/receiver-url has it for Docker. */
export const receiverId = '00000000-0000-4000-8000-0000000a1e47';

/** How often the alert `Watchdog` should arrive there, s: alertmanager/config.yaml. */
export const HEARTBEAT = 10;
