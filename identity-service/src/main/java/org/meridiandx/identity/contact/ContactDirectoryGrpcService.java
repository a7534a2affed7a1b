package org.meridiandx.identity.contact;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import org.meridiandx.contracts.api.v1.ContactDirectory;
import org.meridiandx.contracts.api.v1.FindContactRequest;
import org.meridiandx.contracts.api.v1.FindContactResponse;
import org.meridiandx.contracts.api.v1.MessageConsent;
import org.meridiandx.identity.contact.rules.Channel;
import org.meridiandx.identity.contact.rules.Format;
import org.meridiandx.outbox.RegionEvents;

/// Tells the other services how to reach a patient.
@GrpcService
class ContactDirectoryGrpcService implements ContactDirectory {
    private final ContactService contact;

    ContactDirectoryGrpcService(ContactService contact) {
        this.contact = contact;
    }

    @Override
    public Uni<FindContactResponse> find(FindContactRequest request) {
        return contact.find(request.getPatientId())
                .map(found -> found.map(ContactDirectoryGrpcService::responseOf)
                        .orElseGet(FindContactResponse::getDefaultInstance));
    }

    private static FindContactResponse responseOf(RecordedPreferences recorded) {
        var said = recorded.preferences();
        var response = FindContactResponse.newBuilder()
                .setFound(true)
                .setPreferredChannel(said.channel().map(Channel::code).orElse(""))
                .setLanguage(said.language().orElse(""))
                .setInterpreterRequired(said.interpreterRequired().orElse(false))
                .setRecordedAt(RegionEvents.timestampOf(recorded.recordedAt()));
        said.formats().stream().map(Format::code).forEach(response::addFormats);
        said.messages()
                .forEach((channel, permitted) -> response.addMessages(
                        MessageConsent.newBuilder().setChannel(channel.code()).setPermitted(permitted)));
        return response.build();
    }
}
