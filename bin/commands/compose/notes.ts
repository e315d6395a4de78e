/** A part of a task definition that a compose file cannot express, or expresses differently. */
export interface Note {
  /** For example `containerDefinitions[0].logConfiguration`. */
  readonly field: string;
  readonly why: string;
}

/** Adds a note; the same one only once. */
export type AddNote = (field: string, why: string) => void;

/** A list of notes and a function that adds to it. */
export function noteCollector(): { readonly notes: readonly Note[]; readonly addNote: AddNote } {
  const notes: Note[] = [];
  return {
    notes,
    addNote(field, reason) {
      const why = oneLine(reason);
      if (!notes.some((note) => note.field === field && note.why === why)) notes.push({ field, why });
    },
  };
}

/** A text without ends of lines and other control characters, which could end a comment or move a cursor. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ');
