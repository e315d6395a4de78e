/**
 * Ends a process group, and what has left it, as a daemon does.
 * @param leader id of the process that leads the group
 * @param variable `NAME=value` that is in the environment of the group's processes and in no other
 */
export declare function endGroup(leader: number, variable: string): void;

/** Asks the processes of a group to end. */
export declare function terminateGroup(leader: number): void;

/** Whether a process with the variable in its environment still runs. On systems other than Linux none is known to. */
export declare function isAnyLeft(variable: string): boolean;
