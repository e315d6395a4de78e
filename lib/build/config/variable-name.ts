/** A container's name as part of an environment variable's: in capitals, with `_` for `-`. */
export const variableName = (container: string): string => container.toUpperCase().replaceAll('-', '_');
