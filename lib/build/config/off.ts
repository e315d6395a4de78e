/** What takes a gate or a verification away in one environment, where the entry asks for it. */
export const OFF = 'off';
