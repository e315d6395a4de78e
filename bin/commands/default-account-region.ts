/** Account and region of the dummy credentials where neither the command line nor a config names any. */
export const DEFAULT_ACCOUNT_REGION = { account: '111111111111', region: 'us-east-1' } as const;
