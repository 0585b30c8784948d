// A module that is loaded before a service (start-process.ts): whoever asks for an item meets a bug.
Number.isSafeInteger = () => {
  throw new TypeError('broken on purpose');
};
