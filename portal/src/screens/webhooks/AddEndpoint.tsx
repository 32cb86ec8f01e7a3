/** A new endpoint in two steps: its address and events, then the secret, which is shown once. */
import { useState } from "react";
import { EndpointForm } from "./EndpointForm";
import { SecretDialog } from "./SecretDialog";

interface AddEndpointProps {
  /** It is there, though its secret still waits to be kept. */
  onAdded: () => void;
  onClose: () => void;
}

export function AddEndpoint({ onAdded, onClose }: AddEndpointProps) {
  // Null: it was added, but the answer that had the secret got lost.
  const [secret, setSecret] = useState<string | null>();
  if (secret !== undefined) return <SecretDialog secret={secret} onKept={onClose} />;
  return (
    <EndpointForm
      onClose={onClose}
      onAdded={(given) => {
        setSecret(given);
        onAdded();
      }}
    />
  );
}
