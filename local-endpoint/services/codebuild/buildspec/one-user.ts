/** Why `run-as` cannot be honoured. */
export const ONE_USER = 'commands run as the user who started the local endpoint';
